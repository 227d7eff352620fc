package dev.syncprotocol.training.ppo;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.masked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.PpoKeys.KlRule;
import dev.syncprotocol.training.rollout.PolicyLoss;
import dev.syncprotocol.training.rollout.PolicyScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PpoObjectiveTest {
    static List<JsonNode> cases() {
        return Golden.cases("ppo_loss");
    }

    /** Red without either clip, with the policy's mask on the values, or with TRL's padded means. */
    @ParameterizedTest
    @MethodSource("cases")
    void lossSlopesAndFiguresAreTheGoldenOnes(JsonNode golden) {
        JsonNode expected = golden.path("expected");
        PpoObjective objective = objective(golden, 0, 1, OptionalDouble.empty());
        List<Integer> rows = rows(objective);
        PolicyLoss loss = objective.loss(rows, scores(golden), rows);
        assertClose(loss.loss(), expected.path("loss").doubleValue(), DOUBLES);
        Map<String, String> names = Map.of(
                "loss_policy", "pg_loss",
                "loss_value", "vf_loss",
                "clipfrac", "pg_clipfrac",
                "vf_clipfrac", "vf_clipfrac",
                "approxkl", "approxkl_masked",
                "ratio", "ratio_mean_masked",
                "policykl", "policykl_masked",
                "kl", "cleanrl_approx_kl_masked");
        names.forEach((ours, theirs) ->
                assertClose(loss.figures().get(ours), expected.path(theirs).doubleValue(), DOUBLES));
        JsonNode in = golden.path("inputs");
        assertClose(
                loss.slopes().stream().map(PolicyLoss.Slopes::logp).toArray(double[][]::new),
                masked(expected.path("grad_new_logprobs"), in.path("mask")),
                DOUBLES);
        assertClose(
                loss.slopes().stream().map(PolicyLoss.Slopes::values).toArray(double[][]::new),
                masked(expected.path("grad_new_values"), in.path("value_mask")),
                DOUBLES);
    }

    @Test
    void partsOfAMiniBatchAddUp() {
        JsonNode golden = cases().get(0);
        PpoObjective objective = objective(golden, 0.01, 1, OptionalDouble.empty());
        List<Integer> rows = rows(objective);
        PolicyLoss whole = objective.loss(rows, scores(golden), rows);
        double sum = 0;
        for (int row : rows) {
            sum += objective
                    .loss(List.of(row), List.of(scores(golden).get(row)), rows)
                    .loss();
        }
        assertThat(sum).isCloseTo(whole.loss(), within(1e-15));
    }

    @Test
    void entropyIsRewarded() {
        JsonNode golden = cases().get(0);
        PpoObjective objective = objective(golden, 0.5, 1, OptionalDouble.empty());
        List<Integer> rows = rows(objective);
        PolicyLoss loss = objective.loss(rows, scores(golden), rows);
        assertClose(
                loss.loss(),
                golden.path("expected").path("loss").doubleValue()
                        - 0.5 * loss.figures().get("entropy"),
                DOUBLES);
        assertThat(loss.figures().get("entropy")).isCloseTo(2, within(1e-12));
        assertThat(loss.slopes().get(0).entropy()[0]).isCloseTo(-0.5 / 11, within(1e-15));
    }

    @Test
    void aRatioThatRanAwayLeavesTheUpdateOut() {
        PpoObjective objective = objective(cases().get(0), 0, 1, OptionalDouble.of(10));
        assertThat(objective.updates(Map.of("ratio", 9.9))).isTrue();
        assertThat(objective.updates(Map.of("ratio", 10.1))).isFalse();
        assertThat(objective(cases().get(0), 0, 1, OptionalDouble.empty()).updates(Map.of("ratio", 99.0)))
                .isTrue();
    }

    @Test
    void miniBatchesHoldEachRowOnceAndFollowFromTheStep() {
        PpoObjective objective = objective(cases().get(0), 0, 3, OptionalDouble.empty());
        List<List<Integer>> first = objective.miniBatches(0, 7);
        assertThat(first).hasSize(3).isEqualTo(objective.miniBatches(0, 7)).isNotEqualTo(objective.miniBatches(1, 7));
        assertThat(first.stream().flatMap(List::stream)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
        assertThat(objective.miniBatches(0, 2)).hasSize(2);
        assertThat(objective(cases().get(0), 0, 1, OptionalDouble.empty()).miniBatches(3, 3))
                .containsExactly(List.of(0, 1, 2));
    }

    private static PpoObjective objective(JsonNode golden, double entCoef, int parts, OptionalDouble threshold) {
        JsonNode in = golden.path("inputs");
        double[][] old = masked(in.path("old_logprobs"), in.path("mask"));
        double[][] advantages = masked(in.path("advantages"), in.path("mask"));
        double[][] values = masked(in.path("old_values"), in.path("value_mask"));
        double[][] returns = masked(in.path("returns"), in.path("value_mask"));
        List<PpoObjective.Target> targets = new ArrayList<>();
        for (int row = 0; row < old.length; row++) {
            targets.add(new PpoObjective.Target(old[row], advantages[row], values[row], returns[row]));
        }
        PpoLoss loss = new PpoLoss(
                in.path("cliprange").doubleValue(), in.path("cliprange_value").doubleValue());
        return new PpoObjective(
                new PpoObjective.Form(loss, in.path("vf_coef").doubleValue(), entCoef, 1, 5),
                new PpoObjective.Course(
                        4, parts, new KlStop(KlRule.OFF, 1), threshold, new KeyedRandom(1, Purpose.SAMPLING, 1)),
                targets,
                Map.of());
    }

    private static List<PolicyScore> scores(JsonNode golden) {
        JsonNode in = golden.path("inputs");
        double[][] logp = masked(in.path("new_logprobs"), in.path("mask"));
        double[][] values = masked(in.path("new_values"), in.path("value_mask"));
        return IntStream.range(0, logp.length)
                .mapToObj(row -> new PolicyScore(logp[row], twos(logp[row].length), values[row]))
                .toList();
    }

    private static double[] twos(int length) {
        double[] twos = new double[length];
        Arrays.fill(twos, 2);
        return twos;
    }

    private static List<Integer> rows(PpoObjective objective) {
        return IntStream.range(0, objective.targets().size()).boxed().toList();
    }
}
