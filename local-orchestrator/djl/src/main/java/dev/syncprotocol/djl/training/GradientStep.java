package dev.syncprotocol.djl.training;

import dev.syncprotocol.djl.training.runtime.AdamWStep;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.TrainConfig;
import java.util.Collection;

/**
 * What is done with accumulated gradients: measured, clipped and applied, or dropped.
 *
 * @param parameters all trained values
 * @param config optimizer and clip
 * @param runtime where they live
 */
record GradientStep(Collection<Parameter> parameters, TrainConfig config, TorchRuntime runtime) {

    /** One norm over all trained parameters together (torch {@code clip_grad_norm_}). */
    double norm() {
        return Math.sqrt(runtime.inScope(() ->
                parameters.stream().mapToDouble(Parameter::squaredGradientNorm).sum()));
    }

    /**
     * One AdamW update; the gradients are zero afterwards.
     *
     * @param norm what {@link #norm} said
     * @param update number of this update, from 1
     */
    void apply(double rate, double norm, long update) {
        double limit = config.gradientLimit().orElse(Double.POSITIVE_INFINITY);
        double scale = Math.min(1, limit / (norm + 1e-6));
        AdamWStep step = AdamWStep.of(config.engine().optimizer(), rate, scale, update);
        runtime.inScope(() -> {
            parameters.forEach(parameter -> parameter.step(step));
            return update;
        });
    }

    /** Sets the gradients to zero. */
    void drop() {
        parameters.forEach(Parameter::clearGradient);
    }
}
