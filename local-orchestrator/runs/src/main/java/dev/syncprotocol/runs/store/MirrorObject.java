package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Locale;

/**
 * A file of the mirror.
 *
 * @param path below the mirror
 * @param size in bytes
 * @param sha256 of the bytes that were copied
 * @param copiedAt RFC 3339
 * @param verifiedAt when the copy was last read back, RFC 3339
 * @param state what the last look found
 */
public record MirrorObject(String path, long size, Sha256 sha256, String copiedAt, String verifiedAt, State state) {
    /** What a look at the copy finds. */
    public enum State {
        /** Read back, and the same as its source. */
        OK,
        /** Whole, but the source has changed since. */
        STALE,
        /** Its bytes are not those that were copied. */
        BAD,
        /** Gone. */
        MISSING;

        /** The word in documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The entry of MIRROR.json. */
    public ObjectNode tree() {
        return SyncJson.object()
                .put("path", path)
                .put("size", size)
                .put("sha256", sha256.hex())
                .put("copied_at", copiedAt)
                .put("verified_at", verifiedAt)
                .put("state", state.word());
    }

    MirrorObject in(State found) {
        return new MirrorObject(path, size, sha256, copiedAt, verifiedAt, found);
    }

    static MirrorObject of(JsonNode node) {
        return new MirrorObject(
                node.path("path").asText(),
                node.path("size").asLong(),
                new Sha256(node.path("sha256").asText()),
                node.path("copied_at").asText(),
                node.path("verified_at").asText(),
                State.valueOf(node.path("state").asText().toUpperCase(Locale.ROOT)));
    }
}
