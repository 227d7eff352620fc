package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Optional;

/**
 * {@code best/<task>-latest/metrics.json}: which run the showcase shows. Writing it is what completes a promotion
 * (run-store.md section 8.9).
 *
 * @param experimentId the run
 * @param task whose showcase it is
 * @param criterion what better means; its {@code minDelta} is the run's
 * @param point the winning evaluation
 * @param bestSha256 of {@code best.pt}
 * @param size of {@code best.pt}
 * @param manifestSha256 of the run's manifest
 * @param commitHash empty without git
 * @param configHash of the run
 * @param dataVersion of the run
 * @param version of the model
 * @param modelPath the run's own best.pt, relative to the workspace
 * @param promotedAt RFC 3339
 * @param previous what stood here before
 */
public record BestMetrics(
        String experimentId,
        String task,
        Criterion criterion,
        BestPoint point,
        Sha256 bestSha256,
        long size,
        Sha256 manifestSha256,
        String commitHash,
        String configHash,
        String dataVersion,
        String version,
        String modelPath,
        String promotedAt,
        Optional<Previous> previous) {

    /**
     * What stood in the showcase before.
     *
     * @param experimentId the run
     * @param value its primary value
     */
    public record Previous(String experimentId, double value) {}

    /** The document. */
    public ObjectNode tree() {
        ObjectNode node = SyncJson.object()
                .put("schema", "best-metrics/1")
                .put("experiment_id", experimentId)
                .put("task", task)
                .put("primary_name", criterion.primary())
                .put("mode", criterion.mode().word())
                .put("unit", criterion.unit())
                .put("min_delta", criterion.minDelta());
        node.setAll(point.tree());
        node.put("best_sha256", bestSha256.hex())
                .put("size", size)
                .put("manifest_sha256", manifestSha256.hex())
                .put("commit_hash", commitHash)
                .put("config_hash", configHash)
                .put("data_version", dataVersion)
                .put("version", version)
                .put("model_path", modelPath)
                .put("promoted_at", promotedAt);
        node.set(
                "previous",
                previous.map(before -> SyncJson.object()
                                .put("experiment_id", before.experimentId())
                                .put("primary_value", before.value()))
                        .orElse(null));
        return node;
    }

    static BestMetrics of(JsonNode node) {
        return new BestMetrics(
                node.path("experiment_id").asText(),
                node.path("task").asText(),
                new Criterion(
                        node.path("primary_name").asText(),
                        Mode.of(node.path("mode").asText()),
                        node.path("unit").asText(),
                        node.path("min_delta").asDouble()),
                BestPoint.of(node),
                new Sha256(node.path("best_sha256").asText()),
                node.path("size").asLong(),
                new Sha256(node.path("manifest_sha256").asText()),
                node.path("commit_hash").asText(),
                node.path("config_hash").asText(),
                node.path("data_version").asText(),
                node.path("version").asText(),
                node.path("model_path").asText(),
                node.path("promoted_at").asText(),
                Optional.of(node.path("previous"))
                        .filter(JsonNode::isObject)
                        .map(before -> new Previous(
                                before.path("experiment_id").asText(),
                                before.path("primary_value").asDouble())));
    }
}
