package dev.syncprotocol.training.dpo;

import dev.syncprotocol.training.ExampleForm;
import dev.syncprotocol.training.RowRole;
import dev.syncprotocol.training.sequence.PairFigures;
import dev.syncprotocol.training.sequence.SequenceLoss;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sequence.SequenceScore;
import dev.syncprotocol.training.sequence.SequenceTotals;
import java.util.List;
import java.util.Set;

/**
 * The mean of {@link DpoLoss} over the pairs of the whole accumulated batch.
 *
 * @param pair the loss of one pair
 * @param dropsOut whether dropout applies; TRL's default is not
 */
public record DpoObjective(DpoLoss pair, boolean dropsOut) implements SequenceObjective {

    @Override
    public ExampleForm examples() {
        return ExampleForm.PAIR;
    }

    @Override
    public boolean comparesWithReference() {
        return true;
    }

    @Override
    public SequenceLoss loss(List<SequenceScore> rows, SequenceTotals totals) {
        int pairs = totals.rows(Set.of(RowRole.CHOSEN));
        double loss = 0;
        double[] slopes = new double[rows.size()];
        for (int i = 0; i < rows.size(); i += 2) {
            DpoLoss.Outcome outcome = pair.of(rows.get(i), rows.get(i + 1));
            loss += outcome.loss() / pairs;
            slopes[i] = outcome.byChosen() / pairs;
            slopes[i + 1] = outcome.byRejected() / pairs;
        }
        return SequenceLoss.ofCompletions(
                loss,
                slopes,
                PairFigures.of(rows, score -> pair.beta() * score.logRatio(), SequenceScore::logp, totals));
    }
}
