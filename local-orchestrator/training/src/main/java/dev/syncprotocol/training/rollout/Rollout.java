package dev.syncprotocol.training.rollout;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Earned;
import dev.syncprotocol.training.data.Collator;
import dev.syncprotocol.training.data.EncodedRow;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The episodes of a step.
 *
 * @param episodes in the order of their prompts; the answers of one prompt stand together
 * @param rewards names of what scored them, in the order of each episode's scores
 */
public record Rollout(List<Episode> episodes, List<String> rewards) {
    public Rollout {
        episodes = List.copyOf(episodes);
        rewards = List.copyOf(rewards);
    }

    /** Prompts and answers as rows to learn from. */
    public Batch batch(Collator collator) {
        return collator.collate(episodes.stream().map(Rollout::row).toList());
    }

    /** What the scored episodes earned, in order. */
    public List<Earned> earned() {
        return episodes.stream()
                .filter(episode -> !Double.isNaN(episode.score()))
                .map(episode -> new Earned(episode.id(), episode.score()))
                .toList();
    }

    /** Scores of the episodes, in order. */
    public double[] scores() {
        return episodes.stream().mapToDouble(Episode::score).toArray();
    }

    /** Tokens of all answers. */
    public int tokens() {
        return episodes.stream()
                .mapToInt(episode -> episode.completion().tokens().length)
                .sum();
    }

    /** Mean and standard deviation of each reward over the answers it scored, by their logged names. */
    public Map<String, Double> rewardFigures() {
        Figures figures = new Figures();
        for (int term = 0; term < rewards.size(); term++) {
            int index = term;
            double[] scored = episodes.stream()
                    .mapToDouble(episode -> episode.scores().get(index))
                    .filter(score -> !Double.isNaN(score))
                    .toArray();
            figures.add("rewards/" + rewards.get(term) + "/mean", mean(scored));
            figures.add("rewards/" + rewards.get(term) + "/std", deviation(scored));
        }
        return figures.sums();
    }

    private static EncodedRow row(Episode episode) {
        int[] prompt = episode.prompt();
        int[] answer = episode.completion().tokens();
        int[] tokens = Arrays.copyOf(prompt, prompt.length + answer.length);
        System.arraycopy(answer, 0, tokens, prompt.length, answer.length);
        return new EncodedRow(tokens, prompt.length, episode.id(), false);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /** With divisor n - 1; 0 for fewer than two. */
    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    }
}
