package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.model.DecoderWeights;
import dev.syncprotocol.training.model.Nf4;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers computed twice, and layers held in 4 bits. */
class RecomputationTest {
    private static final Batch ROW = Shapes.row(3, 1, 4, 1, 5, 2, 6);
    private static final AdapterSpec SPEC =
            new AdapterSpec("tiny", 3, 6, 0.4, List.of("q_proj", "v_proj", "down_proj"), false);

    static List<DecoderShape> shapes() {
        return Shapes.all();
    }

    /** Bit for bit, loss and every gradient. Red when a slope is not carried on, or the embedding's is forgotten. */
    @ParameterizedTest
    @MethodSource("shapes")
    void gradientsOfAllWeightsAreTheSame(DecoderShape shape) {
        SortedMap<String, Tensor> weights = DecoderWeights.random(shape, 5);
        assertThat(full(shape, weights, Activations.RECOMPUTED)).isEqualTo(full(shape, weights, Activations.KEPT));
    }

    /** With dropout: red when the second computation drops other values than the first. */
    @Test
    void gradientsOfAnAdapterAreTheSameWithDropout() {
        Map<String, Tensor> kept = adapted(Activations.KEPT);
        assertThat(adapted(Activations.RECOMPUTED)).isEqualTo(kept);
        assertThat(kept).hasSize(1 + 12);
    }

    /** Nothing is left behind by a step, whichever way. */
    @Test
    void leavesNoArrays() {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            DecoderModel model = DecoderModel.full(Shapes.TINY, DecoderWeights.random(Shapes.TINY, 5), false, runtime)
                    .with(Activations.RECOMPUTED);
            gradients(model, runtime);
            int before = runtime.managedArrays();
            gradients(model, runtime);
            gradients(model, runtime);
            assertThat(runtime.managedArrays()).isEqualTo(before);
        }
    }

    /** The product with a packed layer is that with the weights the reference gives back; a short last block too. */
    @Test
    void multipliesWithWhatComesBackFromFourBits() {
        float[] values = new float[5 * 26];
        KeyedRandom random = new KeyedRandom(3, Purpose.DATA, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.gaussian(i);
        }
        String name = "model.layers.0.mlp.up_proj.weight";
        float[] back = Nf4.of(values, Nf4.BLOCK).dequantised();
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32);
                StepScope scope = runtime.openScope()) {
            Nf4Layers layers = Nf4Layers.of(Map.of(name, Tensor.ofFloats(new long[] {5, 26}, values)), runtime);
            float[] identity = new float[26 * 26];
            for (int i = 0; i < 26; i++) {
                identity[i * 27] = 1;
            }
            NDArray product = GradMode.without(() -> layers.linear(scope.floats(identity, 26, 26), name));
            float[] found = product.transpose().toFloatArray();
            assertThat(found).hasSameSizeAs(back);
            for (int i = 0; i < back.length; i++) {
                assertThat(found[i]).isCloseTo(back[i], within(1e-6f));
            }
        }
    }

    /** An adapter beside packed layers learns as beside the weights they come back as; the packed ones never change. */
    @Test
    void anAdapterBesideFourBitsHasTheGradientsOfWhatComesBack() {
        SortedMap<String, Tensor> base = DecoderWeights.random(Shapes.TINY, 5);
        SortedMap<String, Tensor> back = new TreeMap<>(base);
        base.forEach((name, tensor) -> {
            if (tensor.shape().length == 2 && name.startsWith("model.layers.")) {
                float[] values = Nf4.of(tensor.floats(), Nf4.BLOCK).dequantised();
                back.put(name, Tensor.ofFloats(tensor.shape(), values));
            }
        });
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            Map<String, Tensor> packed = gradients(beside(Nf4Layers.of(base, runtime), base, runtime), runtime);
            Map<String, Tensor> wide = gradients(beside(DecoderModel.frozen(back, runtime), base, runtime), runtime);
            Map<String, Tensor> plain = gradients(beside(DecoderModel.frozen(base, runtime), base, runtime), runtime);
            assertThat(packed.keySet()).isEqualTo(wide.keySet());
            packed.forEach((name, tensor) -> {
                float[] expected = wide.get(name).floats();
                float[] found = tensor.floats();
                for (int i = 0; i < found.length; i++) {
                    assertThat(found[i]).as(name).isCloseTo(expected[i], within(1e-5f));
                }
            });
            assertThat(packed).isNotEqualTo(plain);
        }
    }

    private static DecoderModel beside(Layers layers, Map<String, Tensor> base, TorchRuntime runtime) {
        return DecoderModel.adapted(Shapes.TINY, base, layers, SPEC, 5, runtime).with(Activations.RECOMPUTED);
    }

    private static Map<String, Tensor> full(DecoderShape shape, Map<String, Tensor> weights, Activations activations) {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            return gradients(DecoderModel.full(shape, weights, false, runtime).with(activations), runtime);
        }
    }

    private static Map<String, Tensor> adapted(Activations activations) {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32);
                StepScope scope = runtime.openScope()) {
            SortedMap<String, Tensor> base = DecoderWeights.random(Shapes.TINY, 5);
            DecoderModel model =
                    DecoderModel.adapted(Shapes.TINY, base, SPEC, 5, runtime).with(activations);
            // The second factor begins at zero, and then the first has no gradient.
            model.parameters().forEach((name, parameter) -> {
                float[] values = parameter.tensor().floats();
                for (int i = 0; i < values.length; i++) {
                    values[i] = 0.1f * (i % 7 - 3);
                }
                Tensor uneven = Tensor.ofFloats(parameter.tensor().shape(), values);
                parameter.set(uneven, parameter.expAvg(), parameter.expAvgSq(), runtime, scope);
            });
            return gradients(model, runtime);
        }
    }

    /** The loss under its own name, and every gradient. */
    private static Map<String, Tensor> gradients(DecoderModel model, TorchRuntime runtime) {
        Map<String, Tensor> gradients = new TreeMap<>();
        try (StepScope scope = runtime.openScope()) {
            runtime.reseed(new KeyedRandom(1, Purpose.DROPOUT, 1), 0);
            NDArray loss = GradMode.recording(() -> CrossEntropy.of(model.logits(ROW, Pass.TRAINING, scope), ROW, scope)
                    .loss(ROW.labelCount(), runtime));
            scope.backward(loss);
            gradients.put("loss", TorchRuntime.tensorOf(loss));
            model.parameters().forEach((name, parameter) -> {
                gradients.put(name, parameter.gradient());
                parameter.clearGradient();
            });
        }
        return gradients;
    }
}
