package dev.syncprotocol.training.model;

import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.ValueHead;
import java.util.SortedMap;
import java.util.TreeMap;

/** First weights of a value head: uniform within {@code 1/sqrt(width)}, as torch's {@code Linear} draws them, keyed by name. */
public final class ValueWeights {
    private ValueWeights() {}

    /** The row and the number of a head on hidden states of this width. */
    public static SortedMap<String, Tensor> fresh(int width, long seed) {
        SortedMap<String, Tensor> weights = new TreeMap<>();
        weights.put(ValueHead.WEIGHT, drawn(ValueHead.WEIGHT, new long[] {1, width}, width, seed));
        weights.put(ValueHead.BIAS, drawn(ValueHead.BIAS, new long[] {1}, width, seed));
        return weights;
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
