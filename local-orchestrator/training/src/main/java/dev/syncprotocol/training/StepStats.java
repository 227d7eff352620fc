package dev.syncprotocol.training;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What one step measured (training.md section 8.1).
 *
 * @param loss total, before the update
 * @param kl policy KL of the update; empty where the strategy has none
 * @param ratio masked mean of the probability ratio; empty where the strategy has none
 * @param learningRate used by this step
 * @param gradNorm global norm before clipping
 * @param optimizerUpdates updates since the run began
 * @param tokens real tokens of the batch
 * @param more further figures by their logged names (section 8.3)
 */
public record StepStats(
        double loss,
        OptionalDouble kl,
        OptionalDouble ratio,
        double learningRate,
        double gradNorm,
        long optimizerUpdates,
        long tokens,
        Map<String, Double> more) {
    public StepStats {
        more = Collections.unmodifiableMap(new TreeMap<>(more));
    }

    /** The same with further figures. */
    public StepStats and(Map<String, Double> further) {
        Map<String, Double> all = new TreeMap<>(more);
        all.putAll(further);
        return new StepStats(loss, kl, ratio, learningRate, gradNorm, optimizerUpdates, tokens, all);
    }

    /** Whether loss and gradient norm are numbers one can go on from. */
    public boolean isFinite() {
        return Double.isFinite(loss) && Double.isFinite(gradNorm);
    }
}
