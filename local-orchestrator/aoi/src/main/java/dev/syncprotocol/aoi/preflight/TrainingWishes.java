package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import java.util.OptionalInt;

/**
 * How long is trained.
 *
 * @param maxIterations default 3
 * @param epochs default: the specification's, else 20
 * @param batchSize default: the specification's
 */
public record TrainingWishes(OptionalInt maxIterations, OptionalInt epochs, OptionalInt batchSize) {
    /** Everything left to its default. */
    public static final TrainingWishes DEFAULT =
            new TrainingWishes(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    private static final int ITERATIONS = 3;

    static TrainingWishes of(LoopParameters saved) {
        return new TrainingWishes(
                OptionalInt.of(saved.maxIterations()),
                OptionalInt.of(saved.epochs()),
                OptionalInt.of(saved.batchSize()));
    }

    int iterations() {
        return maxIterations.orElse(ITERATIONS);
    }

    void check() {
        Wish.require(maxIterations.orElse(1) >= 1, "--max-iterations is at least 1");
        Wish.require(epochs.orElse(1) >= 1, "--epochs is at least 1");
        Wish.require(batchSize.orElse(2) >= 2, "--batch-size is at least 2");
    }
}
