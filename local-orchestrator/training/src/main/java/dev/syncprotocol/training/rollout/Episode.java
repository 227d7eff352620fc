package dev.syncprotocol.training.rollout;

import java.util.List;

/**
 * One prompt with one answer and what it earned.
 *
 * @param prompt tokens the answer was drawn after
 * @param completion the answer
 * @param id of the data row, {@code file:line}
 * @param scores of the rewards in the order of the config; NaN where one has nothing to say
 * @param score their weighted sum; NaN where none has anything to say
 */
public record Episode(int[] prompt, Completion completion, String id, List<Double> scores, double score) {
    public Episode {
        scores = List.copyOf(scores);
    }
}
