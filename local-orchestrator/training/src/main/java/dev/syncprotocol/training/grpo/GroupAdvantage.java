package dev.syncprotocol.training.grpo;

import dev.syncprotocol.training.GrpoKeys;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How much better an answer is than the others to its prompt (Shao et al. 2024; TRL {@code grpo_trainer.py} 2673-2750).
 * An answer nobody scored (NaN) has advantage 0 and is left out of every mean and spread.
 *
 * @param groupSize answers of a prompt, at least 2; a group's answers stand together
 * @param baseline what the reward is compared with
 * @param scale what the difference is divided by; of use with {@link GrpoKeys.Baseline#GROUP} alone
 */
public record GroupAdvantage(int groupSize, GrpoKeys.Baseline baseline, GrpoKeys.RewardScale scale) {
    private static final double EPSILON = 1e-4;

    /**
     * What a batch of rewards gives.
     *
     * @param advantages one a reward
     * @param reward mean of the scored ones
     * @param spread standard deviation of the scored ones
     * @param flat share of groups whose scored rewards are all equal
     */
    public record Outcome(double[] advantages, double reward, double spread, double flat) {}

    /** Of these rewards, group after group. */
    public Outcome of(double[] rewards) {
        int groups = rewards.length / groupSize;
        double batchSpread = deviation(rewards);
        double[] advantages = new double[rewards.length];
        double flat = 0;
        for (int group = 0; group < groups; group++) {
            double[] own = Arrays.copyOfRange(rewards, group * groupSize, (group + 1) * groupSize);
            double deviation = deviation(own);
            flat += deviation == 0 ? 1.0 / groups : 0;
            for (int i = 0; i < groupSize; i++) {
                advantages[group * groupSize + i] =
                        Double.isNaN(own[i]) ? 0 : advantage(own, i, deviation, batchSpread);
            }
        }
        return new Outcome(advantages, mean(rewards), batchSpread, flat);
    }

    private double advantage(double[] own, int i, double deviation, double batchSpread) {
        return switch (baseline) {
            case RLOO -> own[i] - meanOfOthers(own, i);
            case GROUP -> (own[i] - mean(own)) / divisor(deviation, batchSpread);
        };
    }

    private double divisor(double deviation, double batchSpread) {
        return switch (scale) {
            case GROUP -> deviation + EPSILON;
            case BATCH -> batchSpread + EPSILON;
            case NONE -> 1;
        };
    }

    /** Leave-one-out (Ahmadian et al. 2024); an answer that is alone is compared with itself. */
    private static double meanOfOthers(double[] own, int i) {
        double[] others = IntStream.range(0, own.length)
                .filter(j -> j != i)
                .mapToDouble(j -> own[j])
                .toArray();
        return Arrays.stream(others).allMatch(Double::isNaN) ? own[i] : mean(others);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** With divisor n - 1; 0 for fewer than two values. Exactly 0 where all are equal. */
    private static double deviation(double[] values) {
        double[] scored =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        if (scored.length < 2 || Arrays.stream(scored).distinct().count() == 1) {
            return 0;
        }
        double mean = mean(scored);
        double squares = Arrays.stream(scored)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (scored.length - 1));
    }
}
