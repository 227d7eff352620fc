package dev.syncprotocol.aoi.mining;

/**
 * How sources are chosen (specification S4-7, §11.5).
 *
 * @param topKPerTarget neighbours asked for per target, at least 1
 * @param minSimilarity smallest cosine that is kept; other metrics have no cut-off
 * @param metric what is nearest
 * @param filterByLabel whether only sources with the target's label are looked at
 * @param history whether samples mined before are left out (A16)
 */
public record MiningSettings(
        int topKPerTarget, double minSimilarity, KnnMetric metric, boolean filterByLabel, boolean history) {
    /** The seed's defaults. */
    public static final MiningSettings DEFAULTS = new MiningSettings(5, 0.9, KnnMetric.COSINE, false, true);

    public MiningSettings {
        if (topKPerTarget < 1) {
            throw new IllegalArgumentException("top_k_per_target must be positive, found " + topKPerTarget);
        }
    }
}
