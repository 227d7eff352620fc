package dev.syncprotocol.training.model;

import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** First weights of a decoder, drawn from the run's seed. */
public final class DecoderWeights {
    private DecoderWeights() {}

    /** Drawn as transformers draws them: normal with {@code initializer_range}, norms at one, biases at zero. Keyed by name. */
    public static SortedMap<String, Tensor> random(DecoderShape shape, long seed) {
        SortedMap<String, Tensor> weights = new TreeMap<>();
        DecoderParameters.shapes(shape).forEach((name, size) -> {
            float[] values = new float[Math.toIntExact(Arrays.stream(size).reduce(1, Math::multiplyExact))];
            if (name.contains("norm")) {
                Arrays.fill(values, 1);
            } else if (name.endsWith(".weight")) {
                KeyedRandom random = new KeyedRandom(seed, Purpose.INITIALISATION, keyOf(name));
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (random.gaussian(i) * shape.initializerRange());
                }
            }
            weights.put(name, Tensor.ofFloats(size, values));
        });
        return weights;
    }

    /** The number under which a parameter's first values are drawn. */
    public static long keyOf(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
