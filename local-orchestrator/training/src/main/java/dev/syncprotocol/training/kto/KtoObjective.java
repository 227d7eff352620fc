package dev.syncprotocol.training.kto;

import dev.syncprotocol.training.ExampleForm;
import dev.syncprotocol.training.RowRole;
import dev.syncprotocol.training.sequence.LogSigmoid;
import dev.syncprotocol.training.sequence.SequenceLoss;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sequence.SequenceScore;
import dev.syncprotocol.training.sequence.SequenceTotals;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The mean of {@code w_d (1 - s(b(z - kl)))} over wanted and {@code w_u (1 - s(b(kl - z)))} over unwanted answers, z the
 * completion's log-ratio (training.md section 6.2; TRL {@code kto_trainer.py} 1552-1657). {@code kl} is the mean log-ratio
 * of the mismatched rows of the whole accumulated batch, at least 0; no gradient flows through it.
 *
 * @param beta strength of the reference, above 0
 * @param desirableWeight of wanted answers
 * @param undesirableWeight of unwanted answers
 */
public record KtoObjective(double beta, double desirableWeight, double undesirableWeight) implements SequenceObjective {
    private static final Set<RowRole> WANTED = Set.of(RowRole.DESIRABLE);
    private static final Set<RowRole> UNWANTED = Set.of(RowRole.UNDESIRABLE);
    private static final Set<RowRole> JUDGED = Set.of(RowRole.DESIRABLE, RowRole.UNDESIRABLE);

    @Override
    public ExampleForm examples() {
        return ExampleForm.JUDGED;
    }

    @Override
    public boolean comparesWithReference() {
        return true;
    }

    /** TRL's default; a run has no key for it. */
    @Override
    public boolean dropsOut() {
        return false;
    }

    @Override
    public Set<RowRole> constantRoles() {
        return Set.of(RowRole.MISMATCHED);
    }

    @Override
    public SequenceLoss loss(List<SequenceScore> rows, SequenceTotals totals) {
        double kl = divergence(totals);
        int judged = totals.rows(JUDGED);
        double loss = 0;
        double[] slopes = new double[rows.size()];
        Map<String, Double> figures = new TreeMap<>();
        for (int i = 0; i < slopes.length; i++) {
            SequenceScore row = rows.get(i);
            boolean wanted = row.role() == RowRole.DESIRABLE;
            double sign = wanted ? 1 : -1;
            double weight = wanted ? desirableWeight : undesirableWeight;
            double value = LogSigmoid.sigmoid(sign * beta * (row.logRatio() - kl));
            loss += weight * (1 - value) / judged;
            slopes[i] = -sign * weight * beta * value * (1 - value) / judged;
            addFigures(figures, row, totals);
            add(figures, "kl", kl / judged);
        }
        return SequenceLoss.ofCompletions(loss, slopes, figures);
    }

    private static double divergence(SequenceTotals totals) {
        return Math.max(
                0,
                totals.constants().stream()
                        .mapToDouble(SequenceScore::logRatio)
                        .average()
                        .orElse(0));
    }

    /** A batch without wanted, or without unwanted answers has no mean over them, and no margin. */
    private void addFigures(Map<String, Double> figures, SequenceScore row, SequenceTotals totals) {
        boolean wanted = row.role() == RowRole.DESIRABLE;
        int rows = totals.rows(wanted ? WANTED : UNWANTED);
        String side = wanted ? "chosen" : "rejected";
        double reward = beta * row.logRatio() / rows;
        add(figures, "rewards/" + side, reward);
        add(figures, "logps/" + side, row.logp() / rows);
        if (totals.rows(WANTED) > 0 && totals.rows(UNWANTED) > 0) {
            add(figures, "rewards/margins", wanted ? reward : -reward);
        }
    }

    private static void add(Map<String, Double> figures, String name, double share) {
        figures.merge(name, share, Double::sum);
    }
}
