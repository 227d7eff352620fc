package dev.syncprotocol.training;

import java.util.List;

/**
 * The section {@code strategy} of GRPO (training.md section 7.1).
 *
 * @param beta weight of the KL to the reference in the loss; 0 = no reference
 * @param epsilon lower clip
 * @param epsilonHigh upper clip
 * @param generations answers of a prompt, at least 2
 * @param iterations epochs over a rollout batch, at least 1
 * @param sampling of answers
 * @param reduction from token losses to one number
 * @param scale what advantages are divided by
 * @param level whether a ratio is a token's or a sequence's (GSPO)
 * @param baseline what a reward is compared with
 * @param rewards what is added up to a score, at least one
 */
public record GrpoKeys(
        double beta,
        double epsilon,
        double epsilonHigh,
        int generations,
        int iterations,
        SamplingKeys sampling,
        Reduction reduction,
        RewardScale scale,
        RatioLevel level,
        Baseline baseline,
        List<RewardTerm> rewards) {
    public GrpoKeys {
        rewards = List.copyOf(rewards);
    }

    /** Reductions, in the words of {@code strategy.loss_type}. */
    public enum Reduction {
        /** Mean over answers of the mean over tokens. */
        GRPO,
        /** Sum over all tokens, divided by the tokens of the mini-batch. */
        BNPO,
        /** Sum over all tokens, divided by answers times the most tokens of an answer. */
        DR_GRPO,
        /** Sum over all tokens, divided by the tokens of the whole accumulated batch. */
        DAPO
    }

    /** What the reward's distance from the group's mean is divided by. */
    public enum RewardScale {
        GROUP,
        BATCH,
        NONE
    }

    /** Whose probability ratio is clipped. */
    public enum RatioLevel {
        TOKEN,
        SEQUENCE
    }

    /** What an answer's reward is compared with. */
    public enum Baseline {
        /** The mean of its group. */
        GROUP,
        /** The mean of the others of its group. */
        RLOO
    }
}
