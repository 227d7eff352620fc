package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.spec.OptimSettings;
import dev.syncprotocol.djl.training.runtime.AdamWStep;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import java.util.Collection;

/**
 * One step of the optimiser, with torch's constants.
 *
 * @param settings which rule, momentum and decay
 * @param runtime where the parameters live
 */
record UpdateRule(OptimSettings settings, TorchRuntime runtime) {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    /** Applies the gradients and clears them. */
    void apply(Collection<Parameter> parameters, double rate, long update) {
        runtime.inScope(() -> {
            parameters.forEach(parameter -> apply(parameter, rate, update));
            return update;
        });
    }

    private void apply(Parameter parameter, double rate, long update) {
        AdamWStep step = new AdamWStep(rate, BETA1, BETA2, EPSILON, settings.weightDecay(), 1, update);
        switch (settings.optimizer()) {
            case ADAMW -> parameter.step(step);
            case ADAM -> parameter.coupledStep(step);
            case SGD -> parameter.momentumStep(rate, settings.momentum(), settings.weightDecay(), runtime);
        }
    }
}
