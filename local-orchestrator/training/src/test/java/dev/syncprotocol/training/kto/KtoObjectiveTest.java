package dev.syncprotocol.training.kto;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.RowRole;
import dev.syncprotocol.training.Sequences;
import dev.syncprotocol.training.sequence.SequenceLoss;
import dev.syncprotocol.training.sequence.SequenceScore;
import dev.syncprotocol.training.sequence.SequenceTotals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KtoObjectiveTest {
    private static final JsonNode IN = Golden.onlyCase("kto").path("inputs");
    private static final JsonNode EXPECTED = Golden.onlyCase("kto").path("expected");

    /** Red when the divergence is cut before the mean, or the weights change places. */
    @Test
    void equalsTheGoldenNumbers() {
        SequenceLoss loss = loss(numbers(IN.path("logps")));
        assertClose(loss.loss(), EXPECTED.path("loss").doubleValue(), DOUBLES);
        for (String name : List.of("kl", "rewards/chosen", "rewards/rejected", "rewards/margins")) {
            assertClose(loss.figures().get(name), EXPECTED.path(name).doubleValue(), DOUBLES);
        }
    }

    @Test
    void slopesEqualFiniteDifferences() {
        double[] at = numbers(IN.path("logps"));
        for (int i = 0; i < at.length; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += 1e-6;
            down[i] -= 1e-6;
            assertThat(loss(at).slopes()[i])
                    .isCloseTo((loss(up).loss() - loss(down).loss()) / 2e-6, within(1e-8))
                    .isNotZero();
        }
    }

    private static SequenceLoss loss(double[] logps) {
        List<RowRole> roles = new ArrayList<>();
        List<SequenceScore> rows = new ArrayList<>();
        List<SequenceScore> constants = new ArrayList<>();
        for (int i = 0; i < logps.length; i++) {
            roles.add(IN.path("labels").get(i).booleanValue() ? RowRole.DESIRABLE : RowRole.UNDESIRABLE);
            rows.add(Sequences.score(roles.get(i), logps[i], number("ref_logps", i), 1));
            constants.add(Sequences.score(RowRole.MISMATCHED, number("kl_logps", i), number("ref_kl_logps", i), 1));
        }
        SequenceTotals totals = new SequenceTotals(Sequences.totals(1, roles).batch(), constants);
        return new KtoObjective(
                        IN.path("beta").doubleValue(),
                        IN.path("desirable_weight").doubleValue(),
                        IN.path("undesirable_weight").doubleValue())
                .loss(rows, totals);
    }

    private static double number(String list, int index) {
        return IN.path(list).get(index).doubleValue();
    }
}
