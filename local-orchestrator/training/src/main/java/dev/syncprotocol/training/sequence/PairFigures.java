package dev.syncprotocol.training.sequence;

import dev.syncprotocol.training.RowRole;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The logged means of strategies that learn from pairs (training.md section 8.3; TRL {@code dpo_trainer.py} 1596-1653). */
public final class PairFigures {
    private static final Set<RowRole> CHOSEN = Set.of(RowRole.CHOSEN);
    private static final Set<RowRole> REJECTED = Set.of(RowRole.REJECTED);
    private static final Set<RowRole> BOTH = Set.of(RowRole.CHOSEN, RowRole.REJECTED);

    private PairFigures() {}

    /**
     * Shares of the means.
     *
     * @param rows chosen and rejected in turn
     * @param reward of a row
     * @param logp the log-probability to log
     */
    public static Map<String, Double> of(
            List<SequenceScore> rows,
            ToDoubleFunction<SequenceScore> reward,
            ToDoubleFunction<SequenceScore> logp,
            SequenceTotals totals) {
        Map<String, Double> figures = new TreeMap<>();
        int pairs = totals.rows(CHOSEN);
        for (int i = 0; i < rows.size(); i += 2) {
            SequenceScore chosen = rows.get(i);
            SequenceScore rejected = rows.get(i + 1);
            double margin = reward.applyAsDouble(chosen) - reward.applyAsDouble(rejected);
            add(figures, "rewards/chosen", reward.applyAsDouble(chosen) / pairs);
            add(figures, "rewards/rejected", reward.applyAsDouble(rejected) / pairs);
            add(figures, "rewards/margins", margin / pairs);
            add(figures, "rewards/accuracies", (margin > 0 ? 1.0 : 0.0) / pairs);
            add(figures, "logps/chosen", logp.applyAsDouble(chosen) / pairs);
            add(figures, "logps/rejected", logp.applyAsDouble(rejected) / pairs);
            add(figures, "logits/chosen", chosen.meanLogit() / totals.tokens(CHOSEN));
            add(figures, "logits/rejected", rejected.meanLogit() / totals.tokens(REJECTED));
            add(figures, "mean_token_accuracy", chosen.correct() / totals.tokens(CHOSEN));
            add(figures, "entropy", (chosen.entropy() + rejected.entropy()) / totals.tokens(BOTH));
        }
        return figures;
    }

    private static void add(Map<String, Double> figures, String name, double share) {
        figures.merge(name, share, Double::sum);
    }
}
