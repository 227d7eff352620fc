package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.GrpoKeys.RatioLevel;
import dev.syncprotocol.training.GrpoKeys.Reduction;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.PpoKeys.KlRule;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TrainConfig.PaddingSide;
import dev.syncprotocol.training.data.Collator;
import dev.syncprotocol.training.data.EncodedRow;
import dev.syncprotocol.training.grpo.GrpoLoss;
import dev.syncprotocol.training.grpo.GrpoObjective;
import dev.syncprotocol.training.model.DecoderWeights;
import dev.syncprotocol.training.ppo.KlStop;
import dev.syncprotocol.training.ppo.PpoLoss;
import dev.syncprotocol.training.ppo.PpoObjective;
import dev.syncprotocol.training.rollout.PolicyEngine.Scoring;
import dev.syncprotocol.training.rollout.PolicyLoss;
import dev.syncprotocol.training.rollout.PolicyObjective;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Slopes given in Java, carried back by libtorch, against central differences of the loss itself. */
class PolicyGradientTest {
    private static final DecoderShape SHAPE = new DecoderShape(8, 1, 2, 1, 4, 8, 260, 1e-6, 10_000, true, 0.3);
    private static final List<Integer> ROWS = List.of(0, 1);
    private static final double STEP = 1e-6;

    static List<PolicyObjective> objectives() {
        return List.of(ppo(), grpo(RatioLevel.TOKEN), grpo(RatioLevel.SEQUENCE));
    }

    /** Red when a position is off by one, when values or entropies get no gradient, or without the logits' scale. */
    @ParameterizedTest
    @MethodSource("objectives")
    void gradientsEqualFiniteDifferences(PolicyObjective objective) {
        SortedMap<String, Tensor> weights = weights();
        Map<String, double[]> gradients = gradients(objective, weights, Tensor.Type.F64, () -> {});
        gradients.forEach((name, gradient) -> {
            for (int i : new int[] {0, gradient.length / 3, gradient.length - 1}) {
                double up = loss(objective, weights, name, i, STEP);
                double down = loss(objective, weights, name, i, -STEP);
                assertThat(gradient[i]).as("%s[%d]", name, i).isCloseTo((up - down) / (2 * STEP), within(1e-8));
            }
        });
        assertThat(gradients.values().stream().flatMapToDouble(Arrays::stream))
                .as("some gradient is not zero")
                .anyMatch(value -> Math.abs(value) > 1e-3);
    }

    /** Trap 1 of djl.md, where slopes and indices come from Java arrays. */
    @ParameterizedTest
    @EnumSource(PaddingSide.class)
    void gradientsSurviveCollectionsBeforeBackward(PaddingSide side) {
        Map<String, double[]> calm = gradients(ppo(), weights(), Tensor.Type.F32, () -> {});
        for (int round = 0; round < 5; round++) {
            Map<String, double[]> disturbed =
                    gradients(ppo(), weights(), Tensor.Type.F32, GarbageCollectionTest::disturb);
            calm.forEach(
                    (name, gradient) -> assertThat(disturbed.get(name)).as(name).containsExactly(gradient));
        }
        assertThat(scores(side)).containsExactly(scores(PaddingSide.RIGHT), within(1e-10));
    }

    private static double[] scores(PaddingSide side) {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F64);
                StepScope scope = runtime.openScope()) {
            TorchModel model = model(weights(), runtime);
            return GradMode.without(() ->
                            PolicyPredictions.of(batch(side), Scoring.of(ppo()), model, Pass.MEASURING, scope, runtime))
                    .scores()
                    .stream()
                    .flatMapToDouble(score -> Arrays.stream(score.values()))
                    .toArray();
        }
    }

    private static Map<String, double[]> gradients(
            PolicyObjective objective, SortedMap<String, Tensor> weights, Tensor.Type type, Runnable between) {
        try (TorchRuntime runtime = TorchRuntime.start(1, type);
                StepScope scope = runtime.openScope()) {
            DecoderModel model = model(weights, runtime);
            PolicyPredictions predictions = GradMode.recording(() -> predictions(objective, model, scope, runtime));
            PolicyLoss loss = objective.loss(ROWS, GradMode.without(predictions::scores), ROWS);
            var slope = GradMode.recording(() -> predictions.slope(loss.slopes(), scope, runtime));
            between.run();
            GradMode.backward(slope);
            Map<String, double[]> gradients = new TreeMap<>();
            for (Map.Entry<String, Parameter> entry : model.parameters().entrySet()) {
                if (objective.usesValues() || !entry.getKey().startsWith("v_head")) {
                    gradients.put(
                            entry.getKey(),
                            TorchRuntime.doublesOf(entry.getValue().value().getGradient()));
                }
            }
            return gradients;
        }
    }

    private static double loss(
            PolicyObjective objective, SortedMap<String, Tensor> weights, String name, int index, double by) {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F64);
                StepScope scope = runtime.openScope()) {
            DecoderModel model = model(weights, runtime);
            Parameter parameter = model.parameters().get(name);
            double[] values = parameter.tensor().doubles();
            values[index] += by;
            Tensor nudged = Tensor.ofDoubles(parameter.tensor().shape(), values);
            parameter.set(nudged, parameter.expAvg(), parameter.expAvgSq(), runtime, scope);
            return GradMode.without(() -> objective.loss(
                            ROWS, predictions(objective, model, scope, runtime).scores(), ROWS))
                    .loss();
        }
    }

    private static PolicyPredictions predictions(
            PolicyObjective objective, TorchModel model, StepScope scope, TorchRuntime runtime) {
        return PolicyPredictions.of(
                batch(PaddingSide.LEFT), Scoring.of(objective), model, Pass.MEASURING, scope, runtime);
    }

    private static DecoderModel model(SortedMap<String, Tensor> weights, TorchRuntime runtime) {
        return DecoderModel.full(SHAPE, weights, false, runtime)
                .withValues(ValueLayer.fresh(SHAPE.hiddenSize(), 0, 3, runtime));
    }

    private static SortedMap<String, Tensor> weights() {
        return DecoderWeights.random(SHAPE, 5);
    }

    private static Batch batch(PaddingSide side) {
        return new Collator(side)
                .collate(List.of(
                        new EncodedRow(new int[] {3, 1, 4, 1, 5}, 2, "a", false),
                        new EncodedRow(new int[] {2, 7, 1}, 1, "b", false)));
    }

    private static PpoObjective ppo() {
        return new PpoObjective(
                new PpoObjective.Form(new PpoLoss(0.2, 0.2), 0.7, 0.3, 1.25, 3),
                new PpoObjective.Course(
                        1, 1, new KlStop(KlRule.OFF, 1), OptionalDouble.empty(), new KeyedRandom(1, Purpose.DATA, 1)),
                List.of(
                        new PpoObjective.Target(
                                new double[] {-5.4, -5.7, -5.5},
                                new double[] {1, -0.5, 0.3},
                                new double[] {0.1, 0.2, 0.3},
                                new double[] {1, -1, 0.5}),
                        new PpoObjective.Target(
                                new double[] {-5.6, -5.5},
                                new double[] {-1, 0.4},
                                new double[] {0.1, 0.1, 0.1},
                                new double[] {0.4, 0.2, -2})),
                Map.of());
    }

    private static GrpoObjective grpo(RatioLevel level) {
        return new GrpoObjective(
                new GrpoObjective.Form(new GrpoLoss(0.2, 0.2, 0.3, level), Reduction.GRPO, 1.25, 3, 5),
                1,
                List.of(
                        new GrpoObjective.Target(
                                3,
                                Optional.of(new double[] {-5.4, -5.7, -5.5}),
                                Optional.of(new double[] {-5, -6, -5.2}),
                                1),
                        new GrpoObjective.Target(
                                2,
                                Optional.of(new double[] {-5.6, -5.5}),
                                Optional.of(new double[] {-5.3, -5.9}),
                                -0.8)),
                Map.of());
    }
}
