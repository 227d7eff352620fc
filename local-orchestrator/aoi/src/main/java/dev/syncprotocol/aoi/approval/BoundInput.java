package dev.syncprotocol.aoi.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;

/**
 * Something an approval is bound to: a file, or a set of files.
 *
 * @param name what it is, for example {@code kpi images}
 * @param path where it lies, relative to the workspace with forward slashes, or absolute outside it
 * @param files how many files; 1 for a file
 * @param bytes their size together
 * @param sha256 of the file; of a set, over its sorted lines {@code <sha256>  <path>\n}
 */
public record BoundInput(String name, String path, int files, long bytes, Sha256 sha256) {
    /** Its tree in the summary. */
    public ObjectNode tree() {
        return SyncJson.object()
                .put("name", name)
                .put("path", path)
                .put("files", files)
                .put("bytes", bytes)
                .put("sha256", sha256.hex());
    }

    /** The input of a tree that {@link #tree} made. */
    public static BoundInput of(JsonNode tree) {
        return new BoundInput(
                tree.path("name").asText(),
                tree.path("path").asText(),
                tree.path("files").asInt(),
                tree.path("bytes").asLong(),
                new Sha256(tree.path("sha256").asText()));
    }
}
