package dev.syncprotocol.training.reward;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.Reward;
import dev.syncprotocol.training.RewardTerm;
import dev.syncprotocol.training.TrainConfig;
import java.util.ArrayList;
import java.util.List;

/** The score of an answer: a weighted sum of rewards. */
public final class ScoreSum {
    private final List<RewardTerm> terms;
    private final List<Reward> rewards;

    private ScoreSum(List<RewardTerm> terms, List<Reward> rewards) {
        this.terms = List.copyOf(terms);
        this.rewards = List.copyOf(rewards);
    }

    /** The sum these terms ask for; the config was read for this build, so every reward is there. */
    public static ScoreSum of(List<RewardTerm> terms, TrainConfig config, Installed installed) {
        return new ScoreSum(
                terms,
                terms.stream()
                        .map(term -> installed.reward(term.name()).orElseThrow().create(config))
                        .toList());
    }

    /** Names of the rewards in the order of the config. */
    public List<String> names() {
        return terms.stream().map(RewardTerm::name).toList();
    }

    /**
     * What each reward says, in the order of the config.
     *
     * @throws SyncException {@code TRAINING_FAILED} when a reward breaks its promise and gives an infinite score
     */
    public List<Double> each(Reward.Answer answer) {
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < rewards.size(); i++) {
            double score = rewards.get(i).score(answer);
            if (Double.isInfinite(score)) {
                throw new SyncException(
                        ErrorCode.TRAINING_FAILED, "the reward " + terms.get(i).name() + " gave an infinite score");
            }
            scores.add(score);
        }
        return scores;
    }

    /** The weighted sum of those that are numbers; NaN where none is. */
    public double sum(List<Double> scores) {
        double sum = 0;
        boolean scored = false;
        for (int i = 0; i < scores.size(); i++) {
            if (!scores.get(i).isNaN()) {
                sum += terms.get(i).weight() * scores.get(i);
                scored = true;
            }
        }
        return scored ? sum : Double.NaN;
    }
}
