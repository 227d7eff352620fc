package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;

/**
 * What stays when a file of a run is deleted.
 *
 * @param path below the run
 * @param size in bytes
 * @param sha256 of the deleted bytes
 * @param kind what it was
 * @param reason why it went
 * @param by who deleted it
 * @param at when, RFC 3339
 */
public record Tombstone(String path, long size, Sha256 sha256, FileKind kind, String reason, String by, String at) {
    /** As a line of tombstones.jsonl holds it. */
    public ObjectNode tree() {
        ObjectNode node = SyncJson.object()
                .put("path", path)
                .put("size", size)
                .put("sha256", sha256.hex())
                .put("kind", kind.word());
        FileKind.step(path).ifPresent(step -> node.put("step", step));
        return node.put("reason", reason).put("by", by).put("at", at);
    }

    static Tombstone of(JsonNode node) {
        return new Tombstone(
                node.path("path").asText(),
                node.path("size").asLong(),
                new Sha256(node.path("sha256").asText()),
                RunManifest.kind(node),
                node.path("reason").asText(),
                node.path("by").asText(),
                node.path("at").asText());
    }
}
