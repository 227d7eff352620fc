package dev.syncprotocol.aoi.spec;

/**
 * The {@code train.optim} block.
 *
 * @param learningRate at epoch 0
 * @param optimizer the update rule
 * @param policy linear: lr × (1 − epoch/(epochs+1)); step: × 0.1 every epochs div 3
 * @param momentum of sgd
 * @param weightDecay decoupled for adamw, added to the gradient for adam and sgd
 */
public record OptimSettings(
        double learningRate, Optimizer optimizer, Policy policy, double momentum, double weightDecay) {
    /** The update rule. */
    public enum Optimizer {
        ADAMW,
        ADAM,
        SGD
    }

    /** The learning-rate schedule. */
    public enum Policy {
        LINEAR,
        STEP
    }
}
