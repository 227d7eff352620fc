package dev.syncprotocol.training.dpo;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.GoldenDpo;
import dev.syncprotocol.training.RowRole;
import dev.syncprotocol.training.Sequences;
import dev.syncprotocol.training.TrainConfig.DpoForm;
import dev.syncprotocol.training.reference.Bigram;
import dev.syncprotocol.training.sequence.SequenceLoss;
import dev.syncprotocol.training.sequence.SequenceScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DpoLossTest {
    static List<JsonNode> dpo() {
        return Golden.cases("dpo");
    }

    /** Red with log(sigmoid(x)) as written (case extreme_no_overflow), or with e on the wrong side. */
    @ParameterizedTest
    @MethodSource("dpo")
    void equalsTheGoldenNumbers(JsonNode golden) {
        JsonNode expected = golden.path("expected");
        double smoothing = golden.path("inputs").path("label_smoothing").doubleValue();
        SequenceLoss plain = loss(golden, DpoForm.SIGMOID, 0);
        assertClose(plain.loss(), expected.path("loss_sigmoid").doubleValue(), DOUBLES);
        double[] slopes = numbers(expected.path("grad_chosen_logps_sigmoid"));
        for (int pair = 0; pair < slopes.length; pair++) {
            assertClose(plain.slopes()[2 * pair], slopes[pair], DOUBLES);
            assertClose(plain.slopes()[2 * pair + 1], -slopes[pair], DOUBLES);
        }
        for (String name : List.of("rewards/chosen", "rewards/rejected", "rewards/margins", "rewards/accuracies")) {
            assertClose(plain.figures().get(name), expected.path(name).doubleValue(), DOUBLES);
        }
        assertClose(
                loss(golden, DpoForm.SIGMOID, smoothing).loss(),
                expected.path("loss_cdpo_smoothed").doubleValue(),
                DOUBLES);
        assertClose(
                loss(golden, DpoForm.ROBUST, smoothing).loss(),
                expected.path("loss_trl_robust").doubleValue(),
                DOUBLES);
        assertClose(
                loss(golden, DpoForm.HINGE, 0).loss(),
                expected.path("loss_hinge").doubleValue(),
                DOUBLES);
        if (expected.has("loss_trl_ipo_length_normalised")) {
            assertClose(
                    loss(golden, DpoForm.IPO, 0).loss(),
                    expected.path("loss_trl_ipo_length_normalised").doubleValue(),
                    DOUBLES);
        }
    }

    /** Each form's slopes against central differences. */
    @ParameterizedTest
    @EnumSource(DpoForm.class)
    void slopesEqualFiniteDifferences(DpoForm form) {
        DpoLoss loss = new DpoLoss(form, 0.3, form == DpoForm.SIGMOID || form == DpoForm.ROBUST ? 0.2 : 0);
        SequenceScore rejected = Sequences.score(RowRole.REJECTED, -9, -8, 4);
        double step = 1e-6;
        double up = loss.of(chosen(-7 + step), rejected).loss();
        double down = loss.of(chosen(-7 - step), rejected).loss();
        double slope = loss.of(chosen(-7), rejected).byChosen();
        assertThat(slope).isCloseTo((up - down) / (2 * step), within(1e-8)).isNotZero();
        double further = loss.of(chosen(-7), Sequences.score(RowRole.REJECTED, -9 + step, -8, 4))
                .loss();
        double nearer = loss.of(chosen(-7), Sequences.score(RowRole.REJECTED, -9 - step, -8, 4))
                .loss();
        assertThat(loss.of(chosen(-7), rejected).byRejected()).isCloseTo((further - nearer) / (2 * step), within(1e-8));
    }

    /** Red when the reference moves with the policy or weight decay comes after the step. */
    @Test
    void theReferenceEngineReproducesTheGoldenRun() {
        GoldenDpo.assertReproducedBy(Bigram.of(Map.of("E", GoldenDpo.embedding(), "W", GoldenDpo.output())), DOUBLES);
    }

    private static SequenceScore chosen(double logp) {
        return Sequences.score(RowRole.CHOSEN, logp, -7.5, 3);
    }

    private static SequenceLoss loss(JsonNode golden, DpoForm form, double smoothing) {
        JsonNode in = golden.path("inputs");
        List<SequenceScore> rows = new ArrayList<>();
        int pairs = in.path("chosen_logps").size();
        for (int pair = 0; pair < pairs; pair++) {
            rows.add(score(in, "chosen", RowRole.CHOSEN, pair));
            rows.add(score(in, "rejected", RowRole.REJECTED, pair));
        }
        DpoLoss loss = new DpoLoss(form, in.path("beta").doubleValue(), smoothing);
        return new DpoObjective(loss, false)
                .loss(rows, Sequences.totals(pairs, List.of(RowRole.CHOSEN, RowRole.REJECTED)));
    }

    private static SequenceScore score(JsonNode in, String side, RowRole role, int pair) {
        return Sequences.score(
                role,
                in.path(side + "_logps").get(pair).doubleValue(),
                in.path("ref_" + side + "_logps").get(pair).doubleValue(),
                in.path(side + "_lengths").path(pair).asInt(1));
    }
}
