package dev.syncprotocol.training.rollout;

import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.SamplingKeys;
import java.util.Optional;
import java.util.Set;

/**
 * How completions are drawn.
 *
 * @param keys their length and distribution
 * @param stops tokens that end a completion
 * @param random numbers to draw with; empty = the likeliest token each time
 */
public record Sampling(SamplingKeys keys, Set<Integer> stops, Optional<KeyedRandom> random) {
    private static final long POSITIONS = 1L << 24;

    public Sampling {
        stops = Set.copyOf(stops);
    }

    /**
     * The token of a row at a position of its completion. The random number follows from seed, step, row and position
     * alone, so it does not matter which rows are computed together.
     *
     * @param logits of the whole vocabulary, not scaled
     */
    public int next(double[] logits, long row, int position) {
        double[] scaled = new double[logits.length];
        for (int token = 0; token < scaled.length; token++) {
            scaled[token] = logits[token] * keys.logitScale();
        }
        return random.map(numbers -> drawn(scaled, numbers.uniform(row * POSITIONS + position)))
                .orElseGet(() -> TokenDistribution.of(scaled).likeliest());
    }

    private int drawn(double[] scaled, double uniform) {
        return keys.topK() == 0 && keys.topP() >= 1
                ? TokenDistribution.drawn(scaled, uniform)
                : TokenDistribution.of(scaled).draw(keys.topK(), keys.topP(), uniform);
    }
}
