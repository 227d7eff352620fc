package dev.syncprotocol.training.rollout;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Reward.Answer;
import dev.syncprotocol.training.Tokenizer;
import dev.syncprotocol.training.reward.ScoreSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Draws a step's episodes: a batch's prompts to the policy, its answers to the rewards. The completions a batch already
 * has are the references the answers are judged against (D17, D19).
 *
 * @param tokenizer of the model
 * @param rewards what scores an answer
 * @param perPrompt answers of a prompt, at least 1
 */
public record Rollouts(Tokenizer tokenizer, ScoreSum rewards, int perPrompt) {
    /** What ends an answer. */
    public Set<Integer> stops() {
        return Set.of(tokenizer.eos());
    }

    /** The episodes of these prompts. */
    public Rollout draw(PolicyEngine engine, Batch batch, Sampling sampling) {
        List<int[]> prompts = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            int[] prompt = prompt(batch, row);
            IntStream.range(0, perPrompt).forEach(answer -> prompts.add(prompt));
        }
        List<Completion> answers = engine.generate(prompts, sampling);
        List<Episode> episodes = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            episodes.add(episode(batch, i / perPrompt, prompts.get(i), answers.get(i)));
        }
        return new Rollout(episodes, rewards.names());
    }

    private Episode episode(Batch batch, int row, int[] prompt, Completion completion) {
        Answer answer = new Answer(
                tokenizer.decode(prompt),
                tokenizer.decode(completion.tokens()),
                tokenizer.decode(reference(batch, row)),
                completion.ended(),
                batch.meta().get(row));
        List<Double> scores = rewards.each(answer);
        return new Episode(prompt, completion, batch.rowIds().get(row), scores, rewards.sum(scores));
    }

    private static int[] prompt(Batch batch, int row) {
        return tokens(batch, row, batch.spans().get(row).from(), firstLabel(batch, row));
    }

    private static int[] reference(Batch batch, int row) {
        return tokens(batch, row, firstLabel(batch, row), batch.spans().get(row).to());
    }

    private static int firstLabel(Batch batch, int row) {
        return IntStream.range(0, batch.labels().columns())
                .filter(column -> batch.labels().at(row, column) != Batch.IGNORED)
                .findFirst()
                .orElse(batch.spans().get(row).to());
    }

    private static int[] tokens(Batch batch, int row, int from, int to) {
        return IntStream.range(from, to)
                .map(column -> batch.inputIds().at(row, column))
                .toArray();
    }
}
