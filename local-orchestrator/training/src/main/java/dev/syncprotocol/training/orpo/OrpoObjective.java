package dev.syncprotocol.training.orpo;

import dev.syncprotocol.training.ExampleForm;
import dev.syncprotocol.training.RowRole;
import dev.syncprotocol.training.sequence.LogSigmoid;
import dev.syncprotocol.training.sequence.PairFigures;
import dev.syncprotocol.training.sequence.SequenceLoss;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sequence.SequenceScore;
import dev.syncprotocol.training.sequence.SequenceTotals;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code nll - beta * mean(ls(log_odds))} with {@code log_odds = (c-r) - (log(1-e^c) - log(1-e^r))} on log-probabilities
 * averaged over the completion's tokens (training.md section 6.2; TRL {@code experimental/orpo/orpo_trainer.py} 673-705,
 * 802-851). The negative log-likelihood is that of the chosen rows, prompt and answer, over their tokens.
 *
 * @param beta weight of the preference, above 0
 */
public record OrpoObjective(double beta) implements SequenceObjective {
    private static final Set<RowRole> CHOSEN = Set.of(RowRole.CHOSEN);

    /** TRL's default; a run has no key for it. */
    @Override
    public boolean dropsOut() {
        return false;
    }

    @Override
    public ExampleForm examples() {
        return ExampleForm.PAIR;
    }

    @Override
    public boolean comparesWithReference() {
        return false;
    }

    @Override
    public SequenceLoss loss(List<SequenceScore> rows, SequenceTotals totals) {
        int pairs = totals.rows(CHOSEN);
        double perToken = -1.0 / totals.wholeTokens(CHOSEN);
        double[] slopes = new double[rows.size()];
        double[] wholeSlopes = new double[rows.size()];
        double nll = 0;
        double logOdds = 0;
        double ratio = 0;
        for (int i = 0; i < rows.size(); i += 2) {
            SequenceScore chosen = rows.get(i);
            SequenceScore rejected = rows.get(i + 1);
            double odds = logOdds(chosen.averageLogp()) - logOdds(rejected.averageLogp());
            double slope = -beta * LogSigmoid.sigmoid(-odds) / pairs;
            slopes[i] = slope * oddsSlope(chosen.averageLogp()) / chosen.tokens();
            slopes[i + 1] = -slope * oddsSlope(rejected.averageLogp()) / rejected.tokens();
            wholeSlopes[i] = perToken;
            nll += perToken * chosen.wholeLogp();
            logOdds += odds / pairs;
            ratio += LogSigmoid.log(odds) / pairs;
        }
        Map<String, Double> figures = new TreeMap<>(
                PairFigures.of(rows, score -> beta * score.averageLogp(), SequenceScore::averageLogp, totals));
        figures.put("nll_loss", nll);
        figures.put("log_odds_chosen", logOdds);
        figures.put("log_odds_ratio", ratio);
        return new SequenceLoss(nll - beta * ratio, slopes, wholeSlopes, figures);
    }

    /** {@code log(p/(1-p))} of {@code p = e^logp}, without loss of digits where p is near 1. */
    private static double logOdds(double logp) {
        return logp - Math.log(-Math.expm1(logp));
    }

    /** {@code d logOdds/d logp = 1/(1-p)}. */
    private static double oddsSlope(double logp) {
        return -1 / Math.expm1(logp);
    }
}
