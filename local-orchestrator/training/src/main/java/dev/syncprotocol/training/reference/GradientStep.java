package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.TrainConfig;
import java.util.Arrays;
import java.util.SortedMap;

/**
 * What is done with accumulated slopes: measured, clipped and applied.
 *
 * @param parameters all trained values
 * @param optimizers one for each
 * @param config clip
 */
record GradientStep(SortedMap<String, Parameter> parameters, SortedMap<String, AdamW> optimizers, TrainConfig config) {

    /** Sets all slopes to zero. */
    void clear() {
        parameters.values().forEach(parameter -> Arrays.fill(parameter.matrix().slopes(), 0));
    }

    /** One norm over all trained parameters together (torch {@code clip_grad_norm_}). */
    double norm() {
        return Math.sqrt(parameters.values().stream()
                .flatMapToDouble(parameter -> Arrays.stream(parameter.matrix().slopes()))
                .map(slope -> slope * slope)
                .sum());
    }

    /**
     * One AdamW update.
     *
     * @param norm what {@link #norm} said
     * @param update number of this update, from 1
     */
    void apply(double rate, double norm, long update) {
        double limit = config.gradientLimit().orElse(Double.POSITIVE_INFINITY);
        double scale = Math.min(1, limit / (norm + 1e-6));
        parameters.forEach((name, parameter) -> optimizers
                .get(name)
                .step(parameter.matrix().values(), parameter.matrix().slopes(), scale, rate, update));
    }
}
