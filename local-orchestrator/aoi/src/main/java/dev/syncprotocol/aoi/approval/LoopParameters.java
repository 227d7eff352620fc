package dev.syncprotocol.aoi.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Optional;

/**
 * What a run does, every default filled in (specification §3.5, §6): part of the summary and so of the approval.
 *
 * @param target the target; its recall is the recall of every threshold
 * @param maxIterations iterations after the baseline, at least 1
 * @param epochs of each training
 * @param batchSize rows a step
 * @param mining how neighbours are looked for
 * @param topKPerLabel weak samples kept a label, at least 1
 * @param engine {@code embedded} or {@code tao}
 * @param embedder {@code encoder}, {@code descriptor}, {@code onnx:FILE} or {@code siglip}
 * @param services who analyses gaps and mines
 * @param threads of the arithmetic; 0 means all cores
 * @param nearCopy {@code stop}, {@code warn} or {@code off}: what near copies of PASS rows do (specification §11.7)
 * @param requireKpi whether ending without the target is a failure
 * @param allowBackboneSubstitution whether the embedded engine may take its own backbone in place of the specification's
 * @param airGap whether credentials are not needed because nothing is fetched
 * @param pull whether missing container images are pulled after approval
 * @param weights whether missing weights are fetched after approval
 * @param seedState a state whose baseline is already trained
 */
public record LoopParameters(
        KpiTarget target,
        int maxIterations,
        int epochs,
        int batchSize,
        MiningParameters mining,
        int topKPerLabel,
        String engine,
        String embedder,
        DataServices services,
        int threads,
        String nearCopy,
        boolean requireKpi,
        boolean allowBackboneSubstitution,
        boolean airGap,
        boolean pull,
        WeightsParameters weights,
        Optional<String> seedState) {
    /**
     * How neighbours are looked for.
     *
     * @param topKPerTarget nearest samples a target, at least 1
     * @param minSimilarity the cosine from which a sample is kept
     * @param metric {@code cosine}, {@code euclidean} or {@code manhattan}
     * @param filterByLabel whether only samples with the target's label count
     * @param history whether samples of earlier iterations are left out
     */
    public record MiningParameters(
            int topKPerTarget, double minSimilarity, String metric, boolean filterByLabel, boolean history) {}

    /**
     * Who does the two tasks for which there is a container beside the built-in code (specification §12.1).
     *
     * @param rca {@code builtin} or {@code container}
     * @param mining {@code builtin} or {@code container}
     */
    public record DataServices(String rca, String mining) {
        /** The word for NVIDIA's container. */
        public static final String CONTAINER = "container";

        /** The default. */
        public static final DataServices BUILT_IN = new DataServices("builtin", "builtin");

        /** Whether a container analyses gaps. */
        public boolean rcaInContainer() {
            return rca.equals(CONTAINER);
        }

        /** Whether a container looks for neighbours. */
        public boolean miningInContainer() {
            return mining.equals(CONTAINER);
        }
    }

    /**
     * Whether missing weights are fetched.
     *
     * @param fetched after the approval, where none lie there
     * @param from an address or a repository of the hub; empty: the specification's, else the published one
     * @param sha256 what they must be; empty where nobody said so
     */
    public record WeightsParameters(boolean fetched, Optional<String> from, Optional<String> sha256) {
        /** Nothing is fetched. */
        public static final WeightsParameters NONE = new WeightsParameters(false, Optional.empty(), Optional.empty());
    }

    /** The tree in the summary and in a saved file. */
    public ObjectNode tree() {
        ObjectNode tree = SyncJson.object()
                .put("kpi_target", target.text())
                .put("max_iterations", maxIterations)
                .put("epochs", epochs)
                .put("batch_size", batchSize)
                .put("top_k_per_target", mining.topKPerTarget())
                .put("min_similarity", mining.minSimilarity())
                .put("knn_metric", mining.metric())
                .put("filter_by_label", mining.filterByLabel())
                .put("mining_history", mining.history())
                .put("min_recall", target.minRecall())
                .put("top_k_per_label", topKPerLabel)
                .put("engine", engine)
                .put("embedder", embedder)
                .put("rca", services.rca())
                .put("mining", services.mining())
                .put("threads", threads)
                .put("near_copy", nearCopy);
        tree.put("require_kpi", requireKpi)
                .put("allow_backbone_substitution", allowBackboneSubstitution)
                .put("air_gap", airGap)
                .put("pull", pull)
                .put("fetch_weights", weights.fetched())
                .put("weights_from", weights.from().orElse(null))
                .put("weights_sha256", weights.sha256().orElse(null))
                .put("seed_state", seedState.orElse(null));
        return tree;
    }

    /** The parameters of a tree that {@link #tree} made. */
    public static LoopParameters of(JsonNode tree) {
        return new LoopParameters(
                KpiTarget.parse(tree.path("kpi_target").asText()),
                tree.path("max_iterations").asInt(),
                tree.path("epochs").asInt(),
                tree.path("batch_size").asInt(),
                mining(tree),
                tree.path("top_k_per_label").asInt(),
                tree.path("engine").asText(),
                tree.path("embedder").asText(),
                services(tree),
                tree.path("threads").asInt(),
                tree.path("near_copy").asText(),
                tree.path("require_kpi").asBoolean(),
                tree.path("allow_backbone_substitution").asBoolean(),
                tree.path("air_gap").asBoolean(),
                tree.path("pull").asBoolean(),
                weights(tree),
                Optional.ofNullable(tree.path("seed_state").textValue()));
    }

    private static DataServices services(JsonNode tree) {
        DataServices before = DataServices.BUILT_IN;
        return new DataServices(
                tree.path("rca").asText(before.rca()), tree.path("mining").asText(before.mining()));
    }

    private static WeightsParameters weights(JsonNode tree) {
        return new WeightsParameters(
                tree.path("fetch_weights").asBoolean(),
                Optional.ofNullable(tree.path("weights_from").textValue()),
                Optional.ofNullable(tree.path("weights_sha256").textValue()));
    }

    private static MiningParameters mining(JsonNode tree) {
        return new MiningParameters(
                tree.path("top_k_per_target").asInt(),
                tree.path("min_similarity").asDouble(),
                tree.path("knn_metric").asText(),
                tree.path("filter_by_label").asBoolean(),
                tree.path("mining_history").asBoolean());
    }
}
