package dev.syncprotocol.gates.difficulty;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One row of {@code rc1_seed.metrics.jsonl}.
 *
 * @param id the record's
 * @param task the record's
 * @param features measured
 * @param gold the source's gold structure, kept apart from the features
 * @param difficulty score, 0..1
 * @param bucket by the frozen cut points
 * @param source where the record lies
 */
public record MetricsRow(
        String id,
        String task,
        Features features,
        Optional<JsonNode> gold,
        double difficulty,
        Bucket bucket,
        Source source) {
    /**
     * Where a record lies (preflight.md D27).
     *
     * @param path of the pool inside the workspace
     * @param offset of the line's first byte
     * @param length bytes without the line feed
     * @param sha256 of the line
     */
    public record Source(String path, long offset, int length, Sha256 sha256) {}

    /** How many steps the gold structure has; empty where the source gives none. */
    public OptionalDouble goldSteps() {
        return gold.filter(node -> node.path("steps").isNumber())
                .map(node -> OptionalDouble.of(node.get("steps").doubleValue()))
                .orElse(OptionalDouble.empty());
    }

    ObjectNode tree(Calibration calibration, Sha256 calibrationDigest) {
        ObjectNode row = SyncJson.object().put("id", id).put("task", task);
        features.addTo(row);
        row.set("gold", gold.isPresent() ? gold.get() : row.nullNode());
        row.set("percentiles", calibration.percentiles(task, features));
        row.put("difficulty", difficulty).put("bucket", bucket.word());
        row.put("calibration_sha256", calibrationDigest.hex());
        row.putObject("source")
                .put("path", source.path())
                .put("offset", source.offset())
                .put("length", source.length())
                .put("sha256", source.sha256().hex());
        return row;
    }

    /** A row as {@link DifficultyMetrics} wrote it; {@code data_invalid} where a field is missing. */
    static MetricsRow of(JsonNode row) {
        try {
            return new MetricsRow(
                    row.required("id").textValue(),
                    row.required("task").textValue(),
                    features(row),
                    Optional.of(row.path("gold")).filter(JsonNode::isObject),
                    row.required("difficulty").doubleValue(),
                    Bucket.of(row.required("bucket").asText()),
                    source(row.required("source")));
        } catch (IllegalArgumentException e) {
            throw new SyncException(ErrorCode.DATA_INVALID, "no metrics row: " + e.getMessage(), e);
        }
    }

    private static Source source(JsonNode node) {
        return new Source(
                node.required("path").textValue(),
                node.required("offset").longValue(),
                node.required("length").intValue(),
                new Sha256(node.required("sha256").asText()));
    }

    private static Features features(JsonNode row) {
        JsonNode entities = row.path("entities");
        JsonNode clue = row.path("clue_overlap");
        return new Features(
                row.required("len_chars").intValue(),
                row.required("len_tokens").intValue(),
                row.required("turns").intValue(),
                row.required("tool_hops").intValue(),
                entities.isNumber() ? OptionalInt.of(entities.intValue()) : OptionalInt.empty(),
                row.required("numeric_steps").intValue(),
                row.required("numbers").intValue(),
                row.required("connective_density").doubleValue(),
                clue.isNumber() ? OptionalDouble.of(clue.doubleValue()) : OptionalDouble.empty(),
                row.path("flags").size());
    }
}
