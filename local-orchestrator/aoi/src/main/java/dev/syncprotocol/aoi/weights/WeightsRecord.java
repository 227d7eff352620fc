package dev.syncprotocol.aoi.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run fetched, {@code weights.json} in its directory: the digest every later start of the run demands.
 *
 * @param file where it lies, absolute
 * @param url what was asked
 * @param servedBy the host that sent the bytes, after redirections
 * @param revision the commit the hub named; empty where it named none
 * @param bytes the length
 * @param sha256 of what arrived
 * @param fetchedAt when
 */
public record WeightsRecord(
        String file,
        String url,
        String servedBy,
        Optional<String> revision,
        long bytes,
        Sha256 sha256,
        Instant fetchedAt) {
    /** Reads it; empty where nothing was fetched. */
    public static Optional<WeightsRecord> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonNode tree = SyncJson.read(Files.readString(file));
        return Optional.of(new WeightsRecord(
                tree.path("file").asText(),
                tree.path("url").asText(),
                tree.path("served_by").asText(),
                Optional.ofNullable(tree.path("revision").textValue()),
                tree.path("bytes").asLong(),
                new Sha256(tree.path("sha256").asText()),
                Instant.parse(tree.path("fetched_at").asText())));
    }

    /** Replaces the file. */
    public void write(Path place) throws IOException {
        AtomicFile.replace(place, SyncJson.pretty(tree()).getBytes(StandardCharsets.UTF_8));
    }

    /** What the log's first entry says of it: without the time, which would make the same run differ. */
    public ObjectNode facts() {
        return SyncJson.object()
                .put("file", file)
                .put("url", url)
                .put("revision", revision.orElse(null))
                .put("bytes", bytes)
                .put("sha256", sha256.hex());
    }

    private ObjectNode tree() {
        ObjectNode tree = SyncJson.object().put("schema", "sync.aoi-weights/1");
        tree.setAll(facts());
        return tree.put("served_by", servedBy).put("fetched_at", fetchedAt.toString());
    }
}
