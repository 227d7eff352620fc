package dev.syncprotocol.training.grpo;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.masked;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.GrpoKeys.RatioLevel;
import dev.syncprotocol.training.GrpoKeys.Reduction;
import dev.syncprotocol.training.rollout.PolicyLoss;
import dev.syncprotocol.training.rollout.PolicyScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GrpoObjectiveTest {
    private static final double STEP = 1e-6;

    static List<JsonNode> cases() {
        return Golden.cases("grpo_loss");
    }

    /** Red with one epsilon for both sides, with k1 for the KL, or with a token's ratio at sequence level. */
    @ParameterizedTest
    @MethodSource("cases")
    void lossesAreTrls(JsonNode golden) {
        JsonNode expected = golden.path("expected");
        assertClose(loss(golden, Reduction.GRPO, RatioLevel.TOKEN).loss(), number(expected, "loss_grpo"), DOUBLES);
        assertClose(loss(golden, Reduction.BNPO, RatioLevel.TOKEN).loss(), number(expected, "loss_bnpo"), DOUBLES);
        assertClose(
                loss(golden, Reduction.DR_GRPO, RatioLevel.TOKEN).loss(), number(expected, "loss_dr_grpo"), DOUBLES);
        assertClose(loss(golden, Reduction.DAPO, RatioLevel.TOKEN).loss(), number(expected, "loss_dapo"), DOUBLES);
        assertClose(
                loss(golden, Reduction.GRPO, RatioLevel.SEQUENCE).loss(),
                number(expected, "loss_gspo_seq_mean"),
                DOUBLES);
        Map<String, Double> figures =
                loss(golden, Reduction.DAPO, RatioLevel.TOKEN).figures();
        assertClose(figures.get("kl"), number(expected, "kl"), DOUBLES);
        for (String name : List.of("clip_ratio/low_mean", "clip_ratio/high_mean", "clip_ratio/region_mean")) {
            assertClose(figures.get(name), number(expected, name), DOUBLES);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aSequencesRatioIsTheGeometricMeanOfItsTokens(JsonNode golden) {
        JsonNode in = golden.path("inputs");
        double[][] logp = masked(in.path("logps"), in.path("mask"));
        double[][] old = masked(in.path("old_logps"), in.path("mask"));
        double[] expected = numbers(golden.path("expected").path("sequence_ratio_gspo"));
        for (int row = 0; row < expected.length; row++) {
            GrpoLoss.Outcome outcome = grpo(in, RatioLevel.SEQUENCE).of(logp[row], old[row], Optional.empty(), 1);
            assertClose(outcome.ratios()[0], expected[row], DOUBLES);
        }
    }

    @ParameterizedTest
    @EnumSource(RatioLevel.class)
    void slopesAreTheDerivativesOfTheLoss(RatioLevel level) {
        JsonNode golden = cases().get(1);
        GrpoObjective objective = objective(golden, Reduction.GRPO, level);
        List<PolicyScore> scores = scores(golden);
        List<Integer> rows = rows(scores);
        List<PolicyLoss.Slopes> slopes = objective.loss(rows, scores, rows).slopes();
        for (int row : rows) {
            for (int t = 0; t < slopes.get(row).logp().length; t++) {
                double[] logp = scores.get(row).logp();
                double at = logp[t];
                logp[t] = at + STEP;
                double above = objective.loss(rows, scores, rows).loss();
                logp[t] = at - STEP;
                double below = objective.loss(rows, scores, rows).loss();
                logp[t] = at;
                assertThat(slopes.get(row).logp()[t]).isCloseTo((above - below) / (2 * STEP), within(1e-8));
            }
        }
    }

    private static PolicyLoss loss(JsonNode golden, Reduction reduction, RatioLevel level) {
        List<PolicyScore> scores = scores(golden);
        List<Integer> rows = rows(scores);
        return objective(golden, reduction, level).loss(rows, scores, rows);
    }

    private static GrpoObjective objective(JsonNode golden, Reduction reduction, RatioLevel level) {
        JsonNode in = golden.path("inputs");
        double[][] old = masked(in.path("old_logps"), in.path("mask"));
        double[][] reference = masked(in.path("ref_logps"), in.path("mask"));
        double[] advantages = numbers(in.path("advantages"));
        List<GrpoObjective.Target> targets = new ArrayList<>();
        for (int row = 0; row < old.length; row++) {
            targets.add(new GrpoObjective.Target(
                    old[row].length, Optional.of(old[row]), Optional.of(reference[row]), advantages[row]));
        }
        GrpoObjective.Form form = new GrpoObjective.Form(
                grpo(in, level),
                reduction,
                1,
                in.path("max_completion_length").intValue(),
                in.path("num_items_in_batch").intValue());
        return new GrpoObjective(form, 1, targets, Map.of());
    }

    private static GrpoLoss grpo(JsonNode in, RatioLevel level) {
        return new GrpoLoss(number(in, "beta"), number(in, "epsilon"), number(in, "epsilon_high"), level);
    }

    private static List<PolicyScore> scores(JsonNode golden) {
        JsonNode in = golden.path("inputs");
        double[][] logp = masked(in.path("logps"), in.path("mask"));
        return IntStream.range(0, logp.length)
                .mapToObj(row -> new PolicyScore(logp[row], new double[logp[row].length], new double[0]))
                .toList();
    }

    private static List<Integer> rows(List<PolicyScore> scores) {
        return IntStream.range(0, scores.size()).boxed().toList();
    }

    private static double number(JsonNode node, String name) {
        assertThat(node.path(name).isNumber()).as(name).isTrue();
        return node.path(name).doubleValue();
    }
}
