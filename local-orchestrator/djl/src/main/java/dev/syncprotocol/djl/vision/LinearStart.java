package dev.syncprotocol.djl.vision;

import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.Tensor;
import java.util.Map;

/** First weights of a linear layer: uniform within one over the square root of its inputs, the bias zero. */
final class LinearStart {
    private LinearStart() {}

    /** Puts {@code <name>.weight} of {@code out × in} and {@code <name>.bias} into the map. */
    static void draw(String name, int in, int out, Map<String, Tensor> into, KeyedRandom random) {
        float[] weight = new float[out * in];
        double bound = 1 / Math.sqrt(in);
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (bound * (2 * random.uniform(i) - 1));
        }
        into.put(name + ".weight", Tensor.ofFloats(new long[] {out, in}, weight));
        into.put(name + ".bias", Tensor.ofFloats(new long[] {out}, new float[out]));
    }
}
