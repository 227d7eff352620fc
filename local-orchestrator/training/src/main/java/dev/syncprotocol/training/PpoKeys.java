package dev.syncprotocol.training;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The section {@code strategy} of PPO (training.md section 7.1).
 *
 * @param klRule which rule stops the epochs of a step
 * @param klCoef weight of the KL in the reward; where it starts when it adapts
 * @param klEstimator of that KL
 * @param adaptiveKl how the weight follows the KL; empty = it stays
 * @param epochs over a rollout batch, at least 1
 * @param miniBatches updates of an epoch, at least 1
 * @param gamma discount
 * @param lam GAE's lambda
 * @param vfCoef weight of the value loss
 * @param valueClip how far a value may move from its rollout's before its loss is clipped
 * @param entCoef weight of the entropy
 * @param sampling of completions
 * @param missingEosPenalty taken off the score of an unfinished completion
 * @param ratioThreshold mean ratio above which a mini-batch is skipped
 * @param valueDropout dropout before the value head while training
 * @param rewards what is added up to a score, at least one
 */
public record PpoKeys(
        KlRule klRule,
        double klCoef,
        KlEstimator klEstimator,
        Optional<AdaptiveKlKeys> adaptiveKl,
        int epochs,
        int miniBatches,
        double gamma,
        double lam,
        double vfCoef,
        double valueClip,
        double entCoef,
        SamplingKeys sampling,
        OptionalDouble missingEosPenalty,
        OptionalDouble ratioThreshold,
        double valueDropout,
        List<RewardTerm> rewards) {
    public PpoKeys {
        rewards = List.copyOf(rewards);
    }

    /** Target and horizon of an adaptive KL coefficient, both above 0. */
    public record AdaptiveKlKeys(double target, double horizon) {}

    /** Rules that stop the epochs, in the words of {@code strategy.kl_stop}. */
    public enum KlRule {
        CLEANRL,
        TRL_LEGACY,
        OFF
    }

    /** Estimators of the KL in the reward. */
    public enum KlEstimator {
        K1,
        K3
    }
}
