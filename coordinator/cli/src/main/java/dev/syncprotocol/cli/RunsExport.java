package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.export.MlflowExport;
import dev.syncprotocol.runs.export.OciExport;
import dev.syncprotocol.runs.store.RunLine;
import dev.syncprotocol.runs.store.RunQuery;
import dev.syncprotocol.runs.store.RunState;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync runs export}: verified first; the store stays untouched. */
@Command(
        name = "export",
        description = "Write finished runs in the layout of another tool.",
        footer = {"", "Example:", "  sync runs export --all --format mlflow --out mlruns"})
final class RunsExport implements Verb {
    /** The layouts. */
    enum Format {
        MLFLOW,
        OCI
    }

    @Option(
            names = {"--exp-dir", "--exp_dir"},
            paramLabel = "DIR",
            description = "one run's folder")
    @Nullable
    private String folder;

    @Option(names = "--all", description = "every final run")
    private boolean all;

    @Option(names = "--format", paramLabel = "F", required = true, description = "mlflow or oci")
    private Format format = Format.MLFLOW;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "where to; absent or empty")
    private String out = "";

    @Mixin
    private StorePlaceOptions places = new StorePlaceOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (all == (folder != null)) {
            throw new SyncException(ErrorCode.USAGE, "give --exp-dir or --all");
        }
        RunStore store = StoreDoor.store(in, places.places());
        List<String> ids = folder == null ? finals(store) : List.of(name(StoreDoor.run(in, folder)));
        Path target = in.path(out);
        Map<String, String> exported = switch (format) {
            case MLFLOW -> MlflowExport.write(store, ids, target);
            case OCI -> OciExport.write(store, ids, target);
        };
        return new Answer("sync.runs-export/1", data(exported), words(exported), List.of("sync runs list"));
    }

    private static String name(Path run) {
        return Optional.ofNullable(run.getFileName()).map(Path::toString).orElse("");
    }

    /** Oldest first. */
    private static List<String> finals(RunStore store) throws IOException {
        RunQuery query = new RunQuery(
                Optional.empty(), Optional.of(RunState.FINAL), Optional.empty(), RunQuery.Sort.TIME, Integer.MAX_VALUE);
        List<String> ids =
                new ArrayList<>(store.list(query).stream().map(RunLine::id).toList());
        Collections.reverse(ids);
        return ids;
    }

    private ObjectNode data(Map<String, String> exported) {
        ObjectNode data = SyncJson.object();
        data.put("format", format.name().toLowerCase(Locale.ROOT));
        data.put("out", out);
        ObjectNode runs = data.putObject("runs");
        exported.forEach(runs::put);
        return data;
    }

    private String words(Map<String, String> exported) {
        Words words = new Words().line(exported.size() + " runs verified and written to " + out);
        exported.forEach((id, there) -> words.line("  " + id + "  " + there.replaceFirst("^(sha256:.{12}).*", "$1")));
        return words.text();
    }
}
