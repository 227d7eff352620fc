package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A hard stop that a person has fixed and approved again: kept until the stage that failed is committed, whose entry then carries it.
 *
 * @param code the hard stop
 * @param why what was done about it
 * @param summarySha256 digest of the summary that was approved anew
 * @param token the token it was approved with
 */
public record Retry(String code, String why, String summarySha256, String token) {
    private static final String FILE = "retry.json";

    /** Keeps it in the run. */
    public void keep(RunFolder run) throws IOException {
        AtomicFile.replace(run.root().resolve(FILE), SyncJson.pretty(tree()).getBytes(StandardCharsets.UTF_8));
    }

    /** The one that is open; empty when none is. */
    static Optional<Retry> of(RunFolder run) throws IOException {
        Path file = run.root().resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        var tree = SyncJson.read(Files.readString(file));
        return Optional.of(new Retry(
                tree.path("code").asText(),
                tree.path("why").asText(),
                tree.path("summary_sha256").asText(),
                tree.path("token").asText()));
    }

    /** Its entry is committed. */
    static void forget(RunFolder run) throws IOException {
        Files.deleteIfExists(run.root().resolve(FILE));
    }

    ObjectNode tree() {
        return SyncJson.object()
                .put("code", code)
                .put("why", why)
                .put("summary_sha256", summarySha256)
                .put("token", token);
    }
}
