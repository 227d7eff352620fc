package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.ValueHead;
import java.util.Map;

/**
 * The value head: dropout, then one linear layer on the last hidden state (TRL v0.11.4 {@code modeling_value_head.py}).
 *
 * @param weight 1 by width
 * @param bias one number
 * @param dropout share of the hidden state that is left out while training
 */
record ValueLayer(Parameter weight, Parameter bias, float dropout) {

    /** First weights as torch's {@code Linear} draws them: uniform within {@code 1/sqrt(width)}, keyed by name. */
    static ValueLayer fresh(int width, double dropout, long seed, TorchRuntime runtime) {
        return new ValueLayer(
                Parameter.of(drawn(ValueHead.WEIGHT, new long[] {1, width}, width, seed), runtime),
                Parameter.of(drawn(ValueHead.BIAS, new long[] {1}, width, seed), runtime),
                (float) dropout);
    }

    Map<String, Parameter> parameters() {
        return Map.of(ValueHead.WEIGHT, weight, ValueHead.BIAS, bias);
    }

    /** Positions by width to positions by 1. */
    NDArray of(NDArray hidden, Pass pass) {
        NDArray x = pass == Pass.TRAINING && dropout > 0
                ? hidden.getNDArrayInternal().dropout(hidden, dropout, true).singletonOrThrow()
                : hidden;
        return Layers.product(x, weight.value()).add(bias.value());
    }

    private static Tensor drawn(String name, long[] shape, int width, long seed) {
        KeyedRandom random = new KeyedRandom(seed, Purpose.INITIALISATION, DecoderWeights.keyOf(name));
        float[] values = new float[Math.toIntExact(shape[shape.length - 1])];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.uniform(i) - 1) / Math.sqrt(width));
        }
        return Tensor.ofFloats(shape, values);
    }
}
