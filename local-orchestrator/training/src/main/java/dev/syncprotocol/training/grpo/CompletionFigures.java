package dev.syncprotocol.training.grpo;

import dev.syncprotocol.training.rollout.Completion;
import dev.syncprotocol.training.rollout.Episode;
import dev.syncprotocol.training.rollout.Rollout;
import java.util.IntSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Lengths of a rollout's answers in tokens, by TRL's names ({@code grpo_trainer.py} 2229-2246). */
final class CompletionFigures {
    private static final String PREFIX = "completions/";

    private CompletionFigures() {}

    /** Of all answers, and of those that have an end; 0 where none has. */
    static Map<String, Double> of(Rollout rollout) {
        IntSummaryStatistics all = lengths(rollout, completion -> true);
        IntSummaryStatistics ended = lengths(rollout, Completion::ended);
        Map<String, Double> figures = new TreeMap<>();
        figures.put(PREFIX + "mean_length", all.getAverage());
        figures.put(PREFIX + "min_length", (double) all.getMin());
        figures.put(PREFIX + "max_length", (double) all.getMax());
        figures.put(PREFIX + "clipped_ratio", 1 - (double) ended.getCount() / all.getCount());
        figures.put(PREFIX + "mean_terminated_length", ended.getAverage());
        figures.put(PREFIX + "min_terminated_length", ended.getCount() == 0 ? 0.0 : ended.getMin());
        figures.put(PREFIX + "max_terminated_length", ended.getCount() == 0 ? 0.0 : ended.getMax());
        return figures;
    }

    private static IntSummaryStatistics lengths(Rollout rollout, Predicate<Completion> counted) {
        return rollout.episodes().stream()
                .map(Episode::completion)
                .filter(counted)
                .mapToInt(completion -> completion.tokens().length)
                .summaryStatistics();
    }
}
