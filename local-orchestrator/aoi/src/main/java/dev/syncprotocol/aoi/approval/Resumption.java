package dev.syncprotocol.aoi.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Optional;

/**
 * That a new run takes over what is intact of an earlier one (specification §10.4): part of its summary and so of its approval.
 *
 * @param run the earlier run
 * @param after its last intact stage, for example {@code iter1 data_mining}
 * @param entries how many entries of its log are intact
 * @param logHead digest of the last of them, which by the log's chain stands for all
 */
public record Resumption(RunId run, String after, int entries, Sha256 logHead) {
    private static final String BLOCK = "/resolved";
    private static final String FIELD = "resumes";

    /** The summary of a new run with this in it. */
    public PreflightSummary in(PreflightSummary fresh) {
        ObjectNode tree = fresh.tree();
        tree.withObject(BLOCK).set(FIELD, tree());
        tree.path("run_config").forEach(row -> {
            if (row.path("item").asText().equals("Resuming")) {
                ((ObjectNode) row).put("value", words());
            }
        });
        return PreflightSummary.of(tree);
    }

    /** What a summary takes over; empty for a run from scratch. */
    public static Optional<Resumption> of(PreflightSummary summary) {
        JsonNode tree = summary.tree().at(BLOCK + "/" + FIELD);
        return tree.isObject()
                ? Optional.of(new Resumption(
                        new RunId(tree.path("run").asText()),
                        tree.path("after").asText(),
                        tree.path("entries").asInt(),
                        new Sha256(tree.path("log_head").asText())))
                : Optional.empty();
    }

    /** A summary's block without this: what was the same before anything was taken over. */
    public static JsonNode without(JsonNode block) {
        JsonNode copy = block.deepCopy();
        ((ObjectNode) copy).remove(FIELD);
        return copy;
    }

    private ObjectNode tree() {
        return SyncJson.object()
                .put("run", run.value())
                .put("after", after)
                .put("entries", entries)
                .put("log_head", logHead.hex());
    }

    private String words() {
        return run + " after " + after + ": its trainings and inferences are taken over, all else is computed anew";
    }
}
