package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.NewRun;
import dev.syncprotocol.runs.store.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync runs new}: exit 4 when the run exists, and nothing is made whenever it refuses. */
@Command(
        name = "new",
        description = "Begin a run: claim its folder, lock its configuration.",
        footer = {"", "Example:", "  sync runs new --config configs/exp-sample.yaml"})
final class RunsNew implements Verb {
    /** What is printed. */
    enum Print {
        DIR,
        ENV,
        JSON
    }

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "the specification of the run")
    private String config = "";

    @Option(names = "--slug", paramLabel = "TEXT", description = "instead of the name's slug")
    @Nullable
    private String slug;

    @Option(
            names = "--slug-suffix",
            paramLabel = "TEXT",
            description = "a name of its own for a second run of one minute")
    @Nullable
    private String suffix;

    @Option(
            names = "--print",
            paramLabel = "FORM",
            defaultValue = "dir",
            description = "dir, env for a Makefile, or json (default: dir)")
    private Print print = Print.DIR;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path file = in.path(config);
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.USAGE, "no such file: " + config);
        }
        RunLock lock = StoreDoor.store(in)
                .open(new NewRun(
                        Files.readAllBytes(file),
                        config,
                        Optional.ofNullable(slug),
                        Optional.ofNullable(suffix),
                        Optional.empty(),
                        CodeReading.of(StoreDoor.root(in)),
                        CodeReading.runtime()));
        ObjectNode data = SyncJson.object()
                .put("id", lock.id().value())
                .put("experiment_dir", lock.experimentDir())
                .put("config_hash", lock.configHash().hex());
        String words = switch (print) {
            case DIR -> lock.experimentDir();
            case ENV -> "EXPERIMENT_DIR=" + lock.experimentDir();
            case JSON -> SyncJson.pretty(data).stripTrailing();
        };
        return new Answer(
                "sync.runs-new/1",
                data,
                words,
                List.of("sync runs finish --exp-dir " + lock.experimentDir()),
                Answer.Form.DOCUMENT);
    }
}
