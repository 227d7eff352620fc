package dev.syncprotocol.training.grpo;

import dev.syncprotocol.training.GrpoKeys.RatioLevel;
import dev.syncprotocol.training.rollout.KlDivergence;
import java.util.Arrays;
import java.util.Optional;

/**
 * The losses of one answer's tokens with their slopes (TRL {@code grpo_trainer.py} 3054-3121): with
 * {@code r = exp(logp - old)}, {@code -min(r*A, clamp(r, 1-eps, 1+eps_high)*A) + beta*k3}. At sequence level (GSPO, Zheng
 * et al. 2025) all tokens share the ratio {@code exp(mean(logp - old))}.
 *
 * @param beta weight of the KL to the reference
 * @param epsilon lower clip
 * @param epsilonHigh upper clip
 * @param level whose ratio is clipped
 */
public record GrpoLoss(double beta, double epsilon, double epsilonHigh, RatioLevel level) {

    /**
     * Of one answer.
     *
     * @param tokens loss of each token
     * @param ratios of each token
     * @param klSum sum of k3 over its tokens; 0 without a reference
     * @param clippedLow tokens whose ratio is below the clip and whose advantage is negative
     * @param clippedHigh tokens whose ratio is above the clip and whose advantage is positive
     */
    public record Outcome(double[] tokens, double[] ratios, double klSum, int clippedLow, int clippedHigh) {}

    /** The losses of an answer with this advantage. */
    public Outcome of(double[] logp, double[] old, Optional<double[]> reference, double advantage) {
        double[] tokens = new double[logp.length];
        double[] ratios = ratios(logp, old);
        double klSum = 0;
        int low = 0;
        int high = 0;
        for (int t = 0; t < logp.length; t++) {
            double kl =
                    reference.isPresent() ? KlDivergence.k3(logp[t], reference.get()[t]) : 0;
            klSum += kl;
            tokens[t] = surrogate(ratios[t], advantage) + beta * kl;
            low += ratios[t] < 1 - epsilon && advantage < 0 ? 1 : 0;
            high += ratios[t] > 1 + epsilonHigh && advantage > 0 ? 1 : 0;
        }
        return new Outcome(tokens, ratios, klSum, low, high);
    }

    /**
     * Derivatives by each log-probability of {@code sum(weight * token loss)}, where all tokens of the answer have one
     * weight.
     */
    public double[] slopes(double[] logp, double[] old, Optional<double[]> reference, double advantage, double weight) {
        double[] ratios = ratios(logp, old);
        double[] slopes = new double[logp.length];
        for (int t = 0; t < logp.length; t++) {
            // At sequence level every token's loss moves with every log-probability, each by 1/n: the same sum.
            double byPolicy = isClipped(ratios[t], advantage) ? 0 : -advantage * ratios[t];
            double byReference = reference.isPresent()
                    ? beta * KlDivergence.k3Slope(logp[t], reference.get()[t])
                    : 0;
            slopes[t] = weight * (byPolicy + byReference);
        }
        return slopes;
    }

    private double surrogate(double ratio, double advantage) {
        return -Math.min(ratio * advantage, clamped(ratio) * advantage);
    }

    private boolean isClipped(double ratio, double advantage) {
        return clamped(ratio) * advantage < ratio * advantage;
    }

    private double clamped(double ratio) {
        return Math.max(1 - epsilon, Math.min(1 + epsilonHigh, ratio));
    }

    private double[] ratios(double[] logp, double[] old) {
        double[] ratios = new double[logp.length];
        double sum = 0;
        for (int t = 0; t < logp.length; t++) {
            ratios[t] = Math.exp(logp[t] - old[t]);
            sum += logp[t] - old[t];
        }
        if (level == RatioLevel.SEQUENCE) {
            Arrays.fill(ratios, Math.exp(sum / logp.length));
        }
        return ratios;
    }
}
