package dev.syncprotocol.training.rollout;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A share of a loss with its slopes.
 *
 * @param loss the share
 * @param slopes its derivatives, a row each
 * @param figures shares of the logged means, by name; those of a mini-batch's parts add up
 */
public record PolicyLoss(double loss, List<Slopes> slopes, Map<String, Double> figures) {
    public PolicyLoss {
        slopes = List.copyOf(slopes);
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
    }

    /**
     * Derivatives of the loss by what {@link PolicyScore} holds of a row, in arrays of the same lengths.
     *
     * @param logp by each token's log-probability
     * @param entropy by each prediction's entropy
     * @param values by each value
     */
    public record Slopes(double[] logp, double[] entropy, double[] values) {
        /** All zero, for the figures of this row. */
        public static Slopes zerosFor(PolicyScore score) {
            return new Slopes(
                    new double[score.logp().length],
                    new double[score.entropy().length],
                    new double[score.values().length]);
        }
    }
}
