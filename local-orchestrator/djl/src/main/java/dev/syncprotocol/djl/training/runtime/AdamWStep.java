package dev.syncprotocol.djl.training.runtime;

import dev.syncprotocol.training.TrainConfig;

/**
 * The numbers of one AdamW step (torch.optim.AdamW).
 *
 * @param learningRate of this step
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param eps added to the denominator
 * @param weightDecay decoupled
 * @param gradientScale what gradients are multiplied by first: the clip coefficient
 * @param update number of this update, from 1
 */
public record AdamWStep(
        double learningRate,
        double beta1,
        double beta2,
        double eps,
        double weightDecay,
        double gradientScale,
        long update) {

    /** A step with these constants. */
    public static AdamWStep of(TrainConfig.AdamW constants, double learningRate, double gradientScale, long update) {
        return new AdamWStep(
                learningRate,
                constants.beta1(),
                constants.beta2(),
                constants.eps(),
                constants.weightDecay(),
                gradientScale,
                update);
    }

    /** {@code 1 - beta1^t}. */
    double firstCorrection() {
        return 1 - Math.pow(beta1, update);
    }

    /** {@code sqrt(1 - beta2^t)}. */
    double secondCorrection() {
        return Math.sqrt(1 - Math.pow(beta2, update));
    }
}
