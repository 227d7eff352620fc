package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a cleanup would delete. It is bound to the manifest it was made for: another manifest, another plan.
 *
 * @param id the run
 * @param manifestSha256 of the manifest the plan was made for
 * @param reason why the files go
 * @param remove files of that manifest, in its order
 */
public record CleanupPlan(String id, Sha256 manifestSha256, String reason, List<Removal> remove) {
    /** Files of a run that no plan may name; the step that best.pt was copied from stays as well (section 12). */
    public static final Set<String> NEVER_REMOVED = Set.of(
            RunFolder.BEST,
            RunFolder.LOCK,
            RunFolder.METRICS,
            RunFolder.SUMMARY,
            RunFolder.ERRORS,
            RunFolder.TOMBSTONES);

    /**
     * A file to delete.
     *
     * @param path below the run
     * @param size in bytes
     * @param sha256 of its bytes
     */
    public record Removal(String path, long size, Sha256 sha256) {}

    public CleanupPlan {
        remove = List.copyOf(remove);
    }

    /** The document people keep between the dry run and the deletion. */
    public ObjectNode tree() {
        ObjectNode node = SyncJson.object()
                .put("schema", "cleanup-plan/1")
                .put("experiment_id", id)
                .put("manifest_sha256", manifestSha256.hex())
                .put("reason", reason);
        ArrayNode list = node.putArray("remove");
        remove.forEach(file -> list.addObject()
                .put("path", file.path())
                .put("size", file.size())
                .put("sha256", file.sha256().hex()));
        return node;
    }

    /**
     * Reads a kept plan.
     *
     * @throws SyncException {@link ErrorCode#USAGE} when the text is none
     */
    public static CleanupPlan read(String text) {
        try {
            return of(SyncJson.read(text));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new SyncException(ErrorCode.USAGE, "this is no cleanup plan", e);
        }
    }

    static CleanupPlan of(JsonNode node) {
        if (!node.path("schema").asText().equals("cleanup-plan/1")) {
            throw new IllegalArgumentException("schema " + node.path("schema"));
        }
        List<Removal> remove = new ArrayList<>();
        node.path("remove")
                .forEach(file -> remove.add(new Removal(
                        file.path("path").asText(),
                        file.path("size").asLong(),
                        new Sha256(file.path("sha256").asText()))));
        return new CleanupPlan(
                node.path("experiment_id").asText(),
                new Sha256(node.path("manifest_sha256").asText()),
                node.path("reason").asText(),
                remove);
    }
}
