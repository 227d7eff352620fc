package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.Restoration;
import dev.syncprotocol.coordinator.RestoreRequest;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync restore}: artifacts back from the ledger, with verified digests. */
@Command(
        name = "restore",
        description = {
            "Bring artifacts that the ledger stores back into the workspace.",
            "Nothing is ever written over. Of several records of a path the newest counts."
        },
        footer = {"", "Example:", "  sync restore templates/pack_v2/", "  sync restore --round 1 --to ../round-1"})
final class Restore implements Verb {
    @Option(names = "--round", paramLabel = "N", description = "only the packages of this round")
    @Nullable
    private Integer round;

    @Option(names = "--party", paramLabel = "PARTY", description = "only the packages of this party")
    @Nullable
    private String party;

    @Option(names = "--to", paramLabel = "DIR", description = "a new or empty folder instead of the workspace")
    @Nullable
    private String to;

    @Parameters(paramLabel = "PATH", description = "artifacts at or below these paths (default: all)")
    private List<String> paths = new ArrayList<>();

    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        List<RepoPath> asked = new ArrayList<>();
        for (String path : paths) {
            asked.add(Typed.inside(coordinator.workspace().root(), in.folder(), path));
        }
        Restoration restored = coordinator.restore(new RestoreRequest(
                Optional.ofNullable(round).map(Typed::round),
                Optional.ofNullable(party).map(Typed::party),
                Optional.ofNullable(to).map(in::path),
                asked));
        List<String> next = to == null ? List.of("sync needs", "sync verify --quick") : List.of("sync status");
        return new Answer("sync.restore/1", data(restored), words(restored, in.style()), next);
    }

    private static ObjectNode data(Restoration restored) {
        ObjectNode data = SyncJson.object();
        data.put("into", restored.into().toString());
        ArrayNode artifacts = data.putArray("artifacts");
        for (Restoration.Item item : restored.items()) {
            artifacts
                    .addObject()
                    .put("name", item.artifact().name())
                    .put("path", item.artifact().path().value())
                    .put("party", item.party().name())
                    .put("round", item.round().value())
                    .put("record", item.record())
                    .put(
                            "sha256",
                            item.artifact().sha256().map(Object::toString).orElse(null))
                    .put("result", Trees.word(item.result()));
        }
        return data;
    }

    private static String words(Restoration restored, Style style) {
        Words words = new Words().line("into " + restored.into());
        for (Restoration.Item item : restored.items()) {
            words.line("  " + result(item.result(), style) + "  "
                    + item.artifact().path() + "  " + style.dim("record " + item.record()));
        }
        return words.text();
    }

    private static String result(Restoration.Result result, Style style) {
        return switch (result) {
            case RESTORED -> style.good("restored     ");
            case ALREADY_THERE -> style.dim("already there");
            case NOT_STORED -> style.wait("not stored, its digest only: too large");
            case NEVER_SEEN -> style.wait("not stored: nothing lay there when it was recorded");
        };
    }
}
