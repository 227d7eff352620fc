package dev.syncprotocol.training.ppo;

import dev.syncprotocol.training.PpoKeys;
import dev.syncprotocol.training.rollout.KlDivergence;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Rewards of single tokens from a completion's score and the KL to the reference (Ziegler et al. 2019; TRL
 * {@code ppo_trainer.py} 755-784).
 *
 * @param klCoefficient weight of the KL
 * @param estimator of the KL
 * @param missingEosPenalty taken off the score of a completion without an end
 * @param responseLength most tokens of a completion
 */
public record TokenRewards(
        double klCoefficient, PpoKeys.KlEstimator estimator, OptionalDouble missingEosPenalty, int responseLength) {

    /**
     * What a completion earned.
     *
     * @param tokens a reward a token, and one for the position after the last where the response has room for it
     * @param kl a KL a token
     * @param score what the rewards hold of it, after the penalty
     * @param nonScore sum of the KL parts
     */
    public record Earned(double[] tokens, double[] kl, double score, double nonScore) {
        /** The KL of the whole completion. */
        public double klSum() {
            return Arrays.stream(kl).sum();
        }
    }

    /**
     * Of one completion.
     *
     * @param logp of its tokens, at least one
     * @param reference the same under the reference
     * @param score of the whole completion
     * @param ended whether it has an end
     */
    public Earned of(double[] logp, double[] reference, double score, boolean ended) {
        double[] kl = new double[logp.length];
        double[] tokens = new double[positions(logp.length)];
        for (int t = 0; t < kl.length; t++) {
            kl[t] = kl(logp[t], reference[t]);
            tokens[t] = -klCoefficient * kl[t];
        }
        double nonScore = Arrays.stream(tokens).sum();
        double kept = score - (ended ? 0 : missingEosPenalty.orElse(0));
        tokens[tokens.length - 1] += kept;
        return new Earned(tokens, kl, kept, nonScore);
    }

    /** Positions with a reward and a value: the tokens, and the one after them where there is room (TRL 771-779). */
    public int positions(int completionTokens) {
        return Math.min(completionTokens + 1, responseLength);
    }

    private double kl(double logp, double reference) {
        return switch (estimator) {
            case K1 -> KlDivergence.k1(logp, reference);
            case K3 -> KlDivergence.k3(logp, reference);
        };
    }
}
