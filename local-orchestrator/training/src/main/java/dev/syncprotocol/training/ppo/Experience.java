package dev.syncprotocol.training.ppo;

import dev.syncprotocol.training.rollout.Completion;
import dev.syncprotocol.training.rollout.Episode;
import dev.syncprotocol.training.rollout.PolicyScore;
import dev.syncprotocol.training.rollout.Rollout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a rollout teaches: rewards of single tokens, whitened advantages, returns.
 *
 * @param targets a row each
 * @param earned a row each
 */
public record Experience(List<PpoObjective.Target> targets, List<TokenRewards.Earned> earned) {
    public Experience {
        targets = List.copyOf(targets);
        earned = List.copyOf(earned);
    }

    /**
     * Of these episodes.
     *
     * @param policy scores with values, under the policy that drew the answers
     * @param reference scores under the reference
     */
    public static Experience of(
            Rollout rollout, List<PolicyScore> policy, List<PolicyScore> reference, TokenRewards rewards, Gae gae) {
        List<TokenRewards.Earned> earned = new ArrayList<>();
        double[][] advantages = new double[policy.size()][];
        double[][] returns = new double[policy.size()][];
        for (int row = 0; row < policy.size(); row++) {
            Episode episode = rollout.episodes().get(row);
            PolicyScore score = policy.get(row);
            TokenRewards.Earned own = rewards.of(
                    score.logp(),
                    reference.get(row).logp(),
                    episode.score(),
                    episode.completion().ended());
            earned.add(own);
            double[] all = gae.advantages(own.tokens(), score.values());
            returns[row] = Gae.returns(all, score.values());
            // The position after the last token has a return to learn, and no token to make likelier.
            advantages[row] = Arrays.copyOf(all, score.logp().length);
        }
        Whitening whitening = Whitening.of(advantages);
        List<PpoObjective.Target> targets = new ArrayList<>();
        for (int row = 0; row < policy.size(); row++) {
            PolicyScore score = policy.get(row);
            targets.add(new PpoObjective.Target(
                    score.logp(), whitening.whitened(advantages[row]), score.values(), returns[row]));
        }
        return new Experience(targets, earned);
    }

    /** Mean over answers of the KL to the reference, summed over an answer's tokens. */
    double meanKl() {
        return mean(earned.stream().mapToDouble(TokenRewards.Earned::klSum).toArray());
    }

    /** What is logged of a rollout (training.md section 8.2). */
    Map<String, Double> figures(Rollout rollout) {
        double nonScore =
                mean(earned.stream().mapToDouble(TokenRewards.Earned::nonScore).toArray());
        double score =
                mean(earned.stream().mapToDouble(TokenRewards.Earned::score).toArray());
        Map<String, Double> figures = new TreeMap<>(rollout.rewardFigures());
        figures.put("kl_ref", meanKl());
        figures.put("objective/non_score_reward", nonScore);
        figures.put("objective/scores", score);
        figures.put("objective/rlhf_reward", nonScore + score);
        figures.put("num_eos_tokens", (double) rollout.episodes().stream()
                .map(Episode::completion)
                .filter(Completion::ended)
                .count());
        return figures;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
