package dev.syncprotocol.djl.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.aoi.spec.ModelSettings.Difference;
import dev.syncprotocol.aoi.spec.OptimSettings;
import dev.syncprotocol.aoi.spec.OptimSettings.Optimizer;
import dev.syncprotocol.aoi.spec.OptimSettings.Policy;
import dev.syncprotocol.djl.picture.PictureLayout;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's numbers beside the same computed by hand. */
class VisionArithmeticTest {
    private TorchRuntime runtime;
    private StepScope scope;

    @BeforeEach
    void starts() {
        runtime = TorchRuntime.start(1, Tensor.Type.F32);
        scope = runtime.openScope();
    }

    @AfterEach
    void ends() {
        scope.close();
        runtime.close();
    }

    @ParameterizedTest
    @CsvSource({"0,0.7", "1,0.6", "3,0.4", "5,0.2"})
    void lowersTheRateLinearly(int epoch, double rate) {
        assertThat(new Schedule(optim(Optimizer.ADAMW, 0.7, Policy.LINEAR), 6).rate(epoch))
                .isCloseTo(rate, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"0,7", "2,7", "3,0.7", "6,0.07", "9,0.007"})
    void lowersTheRateByStepsOfAThird(int epoch, double rate) {
        assertThat(new Schedule(optim(Optimizer.ADAMW, 7, Policy.STEP), 10).rate(epoch))
                .isCloseTo(rate, within(1e-12));
    }

    /** 30 PASS of weight 1, 10 NG of weight (30/10)·0.5: a third of the draws are NG. */
    @Test
    void drawsDefectsByTheirWeight() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            samples.add(new Sample(i + 2, i % 4 == 0, List.of(), List.of()));
        }
        WeightedSampler sampler = new WeightedSampler(samples, 0.5, 3);

        double share = 0;
        for (int epoch = 0; epoch < 100; epoch++) {
            int[] draws = sampler.draws(epoch);
            assertThat(draws).hasSize(40);
            share += Arrays.stream(draws).filter(i -> i % 4 == 0).count() / 4000.0;
        }
        assertThat(share).isCloseTo(1.0 / 3, within(0.03));
        assertThat(sampler.draws(1)).isEqualTo(sampler.draws(1)).isNotEqualTo(sampler.draws(2));
    }

    /** Logits (1, 0) of a PASS and (0, 2) of an NG, weights 1 and 4. */
    @Test
    void weighsTheCrossEntropyByClass() {
        LearnableDifference difference = new LearnableDifference(4, List.of(1.0, 4.0));
        NDArray logits = scope.floats(new float[] {1, 0, 0, 2}, 2, 2);

        LossShare share = difference.loss(logits, new boolean[] {false, true}, runtime, scope);

        double pass = Math.log(1 + Math.exp(-1));
        double defect = Math.log(1 + Math.exp(-2));
        assertThat(share.mean().toFloatArray()[0]).isCloseTo((float) ((pass + 4 * defect) / 5), offset(1e-6f));
        assertThat(share.weight()).isEqualTo(5);
        assertThat(difference.scores(logits)).containsExactly(-1, 2);
    }

    /** Distances 0.5 (PASS), 0.5 and 3 (NG), margin 2: (0.25 + 2.25 + 0) / 3. */
    @Test
    void pushesDefectsBeyondTheMarginAndNoFurther() {
        NDArray distances = scope.floats(new float[] {0.5f, 0.5f, 3}, 3);

        LossShare share = euclidean().loss(distances, new boolean[] {false, true, true}, runtime, scope);

        assertThat(share.mean().toFloatArray()[0]).isCloseTo(2.5f / 3, offset(1e-6f));
        assertThat(share.weight()).isEqualTo(3);
    }

    @Test
    void measuresTheEuclideanDistanceOfEmbeddings() {
        Map<String, Tensor> tensors = new TreeMap<>();
        float[] weight = new float[2 * Encoder.FEATURES];
        weight[0] = 3;
        weight[Encoder.FEATURES + 1] = 4;
        tensors.put("embedding.weight", Tensor.ofFloats(new long[] {2, Encoder.FEATURES}, weight));
        tensors.put("embedding.bias", Tensor.ofFloats(new long[] {2}, 5, 6));
        NetworkWeights weights = NetworkWeights.of(tensors, name -> false, runtime);
        float[] ones = new float[Encoder.FEATURES];
        Arrays.fill(ones, 1);
        NDArray tested = scope.floats(ones, 1, Encoder.FEATURES, 1, 1);
        NDArray golden = scope.floats(new float[Encoder.FEATURES], 1, Encoder.FEATURES, 1, 1);

        NDArray distance = euclidean().of(List.of(tested), List.of(golden), weights, NormMode.MEASURING);

        assertThat(distance.toFloatArray()[0]).isCloseTo(5, offset(1e-4f));
    }

    /** Beside the same in loops: 3×3 with a border of zeros, stride 2, norm by the running statistics, nothing below zero. */
    @Test
    void convolvesNormsAndCutsOff() {
        ConvBlock block = new ConvBlock("b", 2, 3, 2);
        Map<String, Tensor> tensors = new TreeMap<>();
        block.draw(tensors, new KeyedRandom(1, Purpose.INITIALISATION, 0));
        tensors.put("b.norm.running_mean", Tensor.ofFloats(new long[] {3}, 0.1f, -0.2f, 0.3f));
        tensors.put("b.norm.running_var", Tensor.ofFloats(new long[] {3}, 0.5f, 1, 2));
        tensors.put("b.norm.weight", Tensor.ofFloats(new long[] {3}, 1, 2, -1));
        tensors.put("b.norm.bias", Tensor.ofFloats(new long[] {3}, 0, 0.5f, 0.25f));
        float[] x = new float[2 * 5 * 4];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i * 7 % 11 - 5) / 5f;
        }

        NDArray y = block.forward(
                scope.floats(x, 1, 2, 5, 4), NetworkWeights.of(tensors, name -> false, runtime), NormMode.MEASURING);

        assertThat(y.getShape().getShape()).containsExactly(1, 3, 3, 2);
        float[] found = y.toFloatArray();
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo((float) byHand(tensors, x, i / 6, i / 2 % 3, i % 2), offset(1e-5f));
        }
    }

    private static double byHand(Map<String, Tensor> tensors, float[] x, int plane, int row, int column) {
        float[] weight = tensors.get("b.conv.weight").floats();
        double sum = 0;
        for (int in = 0; in < 2; in++) {
            for (int dy = 0; dy < 3; dy++) {
                for (int dx = 0; dx < 3; dx++) {
                    int fromY = 2 * row + dy - 1;
                    int fromX = 2 * column + dx - 1;
                    boolean inside = fromY >= 0 && fromY < 5 && fromX >= 0 && fromX < 4;
                    double value = inside ? x[(in * 5 + fromY) * 4 + fromX] : 0;
                    sum += value * weight[((plane * 2 + in) * 3 + dy) * 3 + dx];
                }
            }
        }
        double normed = (sum - at(tensors, "running_mean", plane))
                / Math.sqrt(at(tensors, "running_var", plane) + 1e-5)
                * at(tensors, "weight", plane);
        return Math.max(0, normed + at(tensors, "bias", plane));
    }

    private static double at(Map<String, Tensor> tensors, String name, int plane) {
        return tensors.get("b.norm." + name).floats()[plane];
    }

    /** Red when the share that stays and the share that comes in are mixed up. */
    @Test
    void averagesTheStatisticsOfBatchesWhileItSettles() {
        ConvBlock block = new ConvBlock("b", 1, 1, 1);
        Map<String, Tensor> tensors = new TreeMap<>();
        block.draw(tensors, new KeyedRandom(1, Purpose.INITIALISATION, 0));
        float[] copy = new float[9];
        copy[4] = 1;
        tensors.put("b.conv.weight", Tensor.ofFloats(new long[] {1, 1, 3, 3}, copy));
        NetworkWeights weights = NetworkWeights.of(tensors, name -> false, runtime);

        float[] levels = {3, 6, 12};
        for (int batch = 1; batch <= levels.length; batch++) {
            float[] even = new float[8];
            Arrays.fill(even, levels[batch - 1]);
            NDArray picture = scope.floats(even, 2, 1, 2, 2);
            NormMode mode = NormMode.settling(batch);
            GradMode.without(() -> block.forward(picture, weights, mode));
        }

        assertThat(weights.tensors().get("b.norm.running_mean").floats())
                .containsExactly(new float[] {7}, offset(1e-5f));
    }

    /** torch.optim.SGD: v = 0.9·v + g + 0.1·w, w = w − 0.5·v; twice, from w = 2 with g = 1. */
    @Test
    void stepsWithMomentum() {
        Parameter parameter = parameter();

        apply(Optimizer.SGD, parameter, 1);
        assertThat(parameter.tensor().floats()).containsExactly(new float[] {1.4f}, offset(1e-6f));
        apply(Optimizer.SGD, parameter, 2);
        // v = 0.9·1.2 + 1 + 0.14 = 2.22
        assertThat(parameter.tensor().floats()).containsExactly(new float[] {0.29f}, offset(1e-6f));
    }

    /** The first step of Adam is the rate against the sign of g + decay·w; AdamW shrinks w by rate·decay besides. */
    @Test
    void decaysThroughTheGradientOrBesideIt() {
        Parameter coupled = parameter();
        Parameter decoupled = parameter();

        apply(Optimizer.ADAM, coupled, 1);
        apply(Optimizer.ADAMW, decoupled, 1);

        assertThat(coupled.tensor().floats()).containsExactly(new float[] {1.5f}, offset(1e-5f));
        assertThat(decoupled.tensor().floats()).containsExactly(new float[] {1.4f}, offset(1e-5f));
        assertThat(coupled.expAvg().floats()).containsExactly(new float[] {0.12f}, offset(1e-6f));
        assertThat(decoupled.expAvg().floats()).containsExactly(new float[] {0.1f}, offset(1e-6f));
    }

    @Test
    void leavesNoArrayBehindAfterASetOfSteps() {
        LearnableDifference difference = new LearnableDifference(2, List.of(1.0, 2.0));
        NetworkWeights weights =
                NetworkWeights.of(SiameseNetwork.draw(difference, 5), name -> !ConvBlock.isStatistic(name), runtime);
        SiameseNetwork network = new SiameseNetwork(new PictureLayout(1, 1, 16, 16), difference, weights, false);
        UpdateRule rule = new UpdateRule(optim(Optimizer.ADAMW, 1e-3, Policy.LINEAR), runtime);
        step(network, rule);
        int held = runtime.managedArrays();

        for (int i = 0; i < 5; i++) {
            step(network, rule);
        }

        assertThat(runtime.managedArrays()).isEqualTo(held);
    }

    private void step(SiameseNetwork network, UpdateRule rule) {
        SampleBatch batch = new SampleBatch(new float[4 * 3 * 256], new boolean[] {false, true});
        try (StepScope step = runtime.openScope()) {
            NDArray compared = GradMode.recording(() -> network.compare(batch, NormMode.LEARNING, step));
            LossShare share =
                    GradMode.recording(() -> network.comparison().loss(compared, batch.defective(), runtime, step));
            GradMode.backward(share.mean());
        }
        rule.apply(network.weights().trained(), 1e-3, 1);
    }

    private Parameter parameter() {
        return Parameter.of(Tensor.ofFloats(new long[] {1}, 2), runtime);
    }

    private void apply(Optimizer optimizer, Parameter parameter, long update) {
        NDArray value = parameter.value();
        NDArray sum = GradMode.recording(value::sum);
        GradMode.backward(sum);
        OptimSettings settings = new OptimSettings(0.5, optimizer, Policy.LINEAR, 0.9, 0.1);
        new UpdateRule(settings, runtime).apply(List.of(parameter), 0.5, update);
    }

    private EuclideanDifference euclidean() {
        Structure structure = new Structure(
                Difference.EUCLIDEAN,
                4,
                2,
                List.of(),
                new PictureLayout(1, 1, 16, 16),
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0));
        return new EuclideanDifference(structure, 2, 0.3, runtime);
    }

    private static OptimSettings optim(Optimizer optimizer, double rate, Policy policy) {
        return new OptimSettings(rate, optimizer, policy, 0.9, 0.1);
    }
}
