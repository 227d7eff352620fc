package dev.syncprotocol.training.orpo;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.RowRole;
import dev.syncprotocol.training.Sequences;
import dev.syncprotocol.training.sequence.SequenceLoss;
import dev.syncprotocol.training.sequence.SequenceScore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrpoObjectiveTest {
    private static final List<RowRole> PAIR = List.of(RowRole.CHOSEN, RowRole.REJECTED);

    /** The golden averages as completions of one token each; their likelihood as one token a pair. */
    @Test
    void equalsTheGoldenNumbers() {
        JsonNode in = Golden.onlyCase("orpo").path("inputs");
        JsonNode expected = Golden.onlyCase("orpo").path("expected");
        double nll = in.path("chosen_nll_loss").doubleValue();
        List<SequenceScore> rows = new ArrayList<>();
        int pairs = in.path("chosen_avg_logps").size();
        for (int pair = 0; pair < pairs; pair++) {
            rows.add(row(RowRole.CHOSEN, in.path("chosen_avg_logps").get(pair).doubleValue(), -nll));
            rows.add(row(
                    RowRole.REJECTED, in.path("rejected_avg_logps").get(pair).doubleValue(), 0));
        }
        SequenceLoss loss = new OrpoObjective(in.path("beta").doubleValue()).loss(rows, Sequences.totals(pairs, PAIR));
        assertClose(loss.loss(), expected.path("loss").doubleValue(), DOUBLES);
        assertClose(loss.figures().get("nll_loss"), nll, DOUBLES);
        for (String name : List.of("log_odds_chosen", "log_odds_ratio", "rewards/chosen", "rewards/rejected")) {
            assertClose(loss.figures().get(name), expected.path(name).doubleValue(), DOUBLES);
        }
    }

    @Test
    void slopesEqualFiniteDifferences() {
        double[] at = {-3, -5, -4};
        double[] found = {loss(at).slopes()[0], loss(at).slopes()[1], loss(at).wholeSlopes()[0]};
        for (int i = 0; i < at.length; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += 1e-6;
            down[i] -= 1e-6;
            assertThat(found[i])
                    .isCloseTo((loss(up).loss() - loss(down).loss()) / 2e-6, within(1e-8))
                    .isNotZero();
        }
    }

    /** Completions of four and three tokens. */
    private static SequenceLoss loss(double[] logps) {
        List<SequenceScore> rows = List.of(
                new SequenceScore(RowRole.CHOSEN, 4, logps[0], 0, 6, logps[2], 0, 0, 0),
                new SequenceScore(RowRole.REJECTED, 3, logps[1], 0, 5, -9, 0, 0, 0));
        return new OrpoObjective(0.3).loss(rows, Sequences.totals(1, PAIR));
    }

    private static SequenceScore row(RowRole role, double logp, double whole) {
        return new SequenceScore(role, 1, logp, 0, 1, whole, 0, 0, 0);
    }
}
