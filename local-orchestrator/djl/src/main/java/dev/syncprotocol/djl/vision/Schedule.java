package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.spec.OptimSettings;

/**
 * The learning rate of an epoch (specification §7.2): linear lr × (1 − epoch/(epochs+1)), step × 0.1 every epochs div 3.
 *
 * @param settings start value and policy
 * @param epochs of the whole training
 */
record Schedule(OptimSettings settings, int epochs) {
    private static final double DROP = 0.1;

    /** The rate of an epoch, counted from 0. */
    double rate(int epoch) {
        return switch (settings.policy()) {
            case LINEAR -> settings.learningRate() * (1 - epoch / (epochs + 1.0));
            case STEP -> settings.learningRate() * Math.pow(DROP, epoch / Math.max(1, epochs / 3));
        };
    }
}
