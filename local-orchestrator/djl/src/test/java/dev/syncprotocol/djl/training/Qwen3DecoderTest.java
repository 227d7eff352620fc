package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TokenGrid;
import dev.syncprotocol.training.model.DecoderParameters;
import dev.syncprotocol.training.model.DecoderWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Qwen3DecoderTest {
    private static final int[] ROW = {3, 1, 4, 1, 5, 2, 6};
    private static final int[] SHORT = {2, 7, 1, 5};

    static List<DecoderShape> shapes() {
        return Shapes.all();
    }

    /** Red when a group of queries meets the wrong key head, when angles turn the other way, or without q_norm. */
    @ParameterizedTest
    @MethodSource("shapes")
    void equalsTheDecoderWrittenInLoops(DecoderShape shape) {
        Map<String, Tensor> weights = uneven(shape);
        double[][] expected = new NaiveQwen3(shape, weights).logits(ROW);
        double[] found = logits(shape, weights, batch(0, ROW));
        for (int t = 0; t < ROW.length; t++) {
            for (int token = 0; token < shape.vocabSize(); token++) {
                assertThat(found[t * shape.vocabSize() + token]).isCloseTo(expected[t][token], within(1e-10));
            }
        }
    }

    @Test
    void paddingOnEitherSideChangesNoRealPosition() {
        Map<String, Tensor> weights = uneven(Shapes.TINY);
        double[] alone = logits(Shapes.TINY, weights, batch(0, SHORT));
        double[] right = logits(Shapes.TINY, weights, batch(0, SHORT, ROW));
        double[] left = logits(Shapes.TINY, weights, batch(ROW.length - SHORT.length, SHORT, ROW));
        int shift = (ROW.length - SHORT.length) * Shapes.TINY.vocabSize();
        for (int i = 0; i < alone.length; i++) {
            assertThat(right[i]).isCloseTo(alone[i], within(1e-10));
            assertThat(left[shift + i]).isCloseTo(alone[i], within(1e-10));
        }
    }

    /** Every parameter, three entries each, against central differences in fp64. Red with the GC trap or a cut graph. */
    @ParameterizedTest
    @MethodSource("shapes")
    void gradientsEqualFiniteDifferences(DecoderShape shape) {
        SortedMap<String, Tensor> weights = doubles(uneven(shape));
        Map<String, double[]> gradients = gradients(shape, weights);
        assertThat(gradients.keySet()).isEqualTo(DecoderParameters.shapes(shape).keySet());
        double step = 1e-6;
        gradients.forEach((name, gradient) -> {
            for (int i : new int[] {0, gradient.length / 2, gradient.length - 1}) {
                double up = loss(shape, nudged(weights, name, i, step));
                double down = loss(shape, nudged(weights, name, i, -step));
                assertThat(gradient[i]).as("%s[%d]", name, i).isCloseTo((up - down) / (2 * step), within(1e-8));
            }
        });
        assertThat(gradients.values().stream().flatMapToDouble(Arrays::stream))
                .as("some gradient is not zero")
                .anyMatch(value -> Math.abs(value) > 1e-3);
    }

    private static double[] logits(DecoderShape shape, Map<String, Tensor> weights, Batch batch) {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F64);
                StepScope scope = runtime.openScope()) {
            TorchModel decoder = DecoderModel.full(shape, weights, false, runtime);
            return GradMode.without(() -> decoder.logits(batch, Pass.TRAINING, scope))
                    .toDoubleArray();
        }
    }

    private static Map<String, double[]> gradients(DecoderShape shape, SortedMap<String, Tensor> weights) {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F64);
                StepScope scope = runtime.openScope()) {
            TorchModel decoder = DecoderModel.full(shape, weights, false, runtime);
            GradMode.backward(GradMode.recording(() -> loss(decoder, scope, runtime)));
            Map<String, double[]> gradients = new TreeMap<>();
            for (Map.Entry<String, Parameter> entry : decoder.parameters().entrySet()) {
                gradients.put(entry.getKey(), entry.getValue().gradient().doubles());
            }
            return gradients;
        }
    }

    private static double loss(DecoderShape shape, Map<String, Tensor> weights) {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F64);
                StepScope scope = runtime.openScope()) {
            TorchModel decoder = DecoderModel.full(shape, weights, false, runtime);
            return GradMode.without(() -> loss(decoder, scope, runtime)).getDouble();
        }
    }

    private static NDArray loss(TorchModel decoder, StepScope scope, TorchRuntime runtime) {
        Batch batch = batch(3, SHORT, ROW);
        return CrossEntropy.of(decoder.logits(batch, Pass.TRAINING, scope), batch, scope)
                .loss(batch.labelCount(), runtime);
    }

    /** The first row shifted by so many columns of padding, further rows from column 0. */
    private static Batch batch(int shift, int[]... rows) {
        int width = rows[rows.length - 1].length;
        int[][] inputs = new int[rows.length][width];
        int[][] labels = new int[rows.length][width];
        Batch.Span[] spans = new Batch.Span[rows.length];
        for (int row = 0; row < rows.length; row++) {
            int from = row == 0 ? shift : 0;
            Arrays.fill(labels[row], Batch.IGNORED);
            System.arraycopy(rows[row], 0, inputs[row], from, rows[row].length);
            System.arraycopy(rows[row], 1, labels[row], from + 1, rows[row].length - 1);
            spans[row] = new Batch.Span(from, from + rows[row].length);
        }
        List<String> ids =
                IntStream.range(0, rows.length).mapToObj(Integer::toString).toList();
        return new Batch(TokenGrid.of(inputs), TokenGrid.of(labels), List.of(spans), ids);
    }

    /** Random weights, norms and biases too, so that a forgotten one would show. */
    private static SortedMap<String, Tensor> uneven(DecoderShape shape) {
        SortedMap<String, Tensor> weights = DecoderWeights.random(shape, 5);
        long key = 0;
        for (Map.Entry<String, Tensor> entry : weights.entrySet()) {
            if (entry.getKey().contains("norm") || entry.getKey().endsWith(".bias")) {
                KeyedRandom random = new KeyedRandom(5, Purpose.SAMPLING, key++);
                float[] values = entry.getValue().floats();
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (0.5 + random.uniform(i));
                }
                entry.setValue(Tensor.ofFloats(entry.getValue().shape(), values));
            }
        }
        return weights;
    }

    private static SortedMap<String, Tensor> doubles(Map<String, Tensor> floats) {
        SortedMap<String, Tensor> wide = new TreeMap<>();
        floats.forEach((name, tensor) -> {
            float[] values = tensor.floats();
            double[] copy = new double[values.length];
            Arrays.setAll(copy, i -> values[i]);
            wide.put(name, Tensor.ofDoubles(tensor.shape(), copy));
        });
        return wide;
    }

    private static Map<String, Tensor> nudged(Map<String, Tensor> weights, String name, int index, double by) {
        double[] values = weights.get(name).doubles();
        values[index] += by;
        Map<String, Tensor> copy = new TreeMap<>(weights);
        copy.put(name, Tensor.ofDoubles(weights.get(name).shape(), values));
        return copy;
    }
}
