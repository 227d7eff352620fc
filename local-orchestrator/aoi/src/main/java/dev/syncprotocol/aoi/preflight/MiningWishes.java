package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.approval.LoopParameters.MiningParameters;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Which weak pictures are looked at, and how many like them are taken.
 *
 * @param topKPerLabel default 50
 * @param topKPerTarget default 5
 * @param minSimilarity default 0.9
 * @param metric {@code cosine}, {@code euclidean}, {@code manhattan}
 * @param filterByLabel whether only pictures with the target's label count
 * @param history whether what earlier iterations used is left out
 */
public record MiningWishes(
        OptionalInt topKPerLabel,
        OptionalInt topKPerTarget,
        OptionalDouble minSimilarity,
        String metric,
        boolean filterByLabel,
        boolean history) {
    /** Everything left to its default. */
    public static final MiningWishes DEFAULT =
            new MiningWishes(OptionalInt.empty(), OptionalInt.empty(), OptionalDouble.empty(), "cosine", false, true);

    private static final int TOP_K_PER_TARGET = 5;
    private static final double SIMILARITY = 0.9;
    private static final int TOP_K_PER_LABEL = 50;

    static MiningWishes of(LoopParameters saved) {
        MiningParameters mining = saved.mining();
        return new MiningWishes(
                OptionalInt.of(saved.topKPerLabel()),
                OptionalInt.of(mining.topKPerTarget()),
                OptionalDouble.of(mining.minSimilarity()),
                mining.metric(),
                mining.filterByLabel(),
                mining.history());
    }

    void check() {
        Wish.require(topKPerTarget.orElse(1) >= 1, "--top-k-per-target is at least 1");
        Wish.require(topKPerLabel.orElse(1) >= 1, "--top-k-per-label is at least 1");
        Wish.require(Math.abs(minSimilarity.orElse(0)) <= 1, "--min-similarity is a cosine, -1 to 1");
        Wish.oneOf("--knn-metric", metric, List.of("cosine", "euclidean", "manhattan"));
    }

    MiningParameters resolve() {
        return new MiningParameters(
                topKPerTarget.orElse(TOP_K_PER_TARGET),
                minSimilarity.orElse(SIMILARITY),
                metric,
                filterByLabel,
                history);
    }

    int weakPerLabel() {
        return topKPerLabel.orElse(TOP_K_PER_LABEL);
    }
}
