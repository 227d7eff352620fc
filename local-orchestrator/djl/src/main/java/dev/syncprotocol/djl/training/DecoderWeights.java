package dev.syncprotocol.djl.training;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import dev.syncprotocol.training.checkpoint.SafeTensorsBroken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** First weights of a decoder: from the model folder, or drawn from the run's seed. */
final class DecoderWeights {
    private DecoderWeights() {}

    /** Every parameter of a decoder of this shape, by its name in Hugging Face's files. */
    static SortedMap<String, long[]> shapes(DecoderShape shape) {
        long hidden = shape.hiddenSize();
        long queries = (long) shape.heads() * shape.headDim();
        long keys = (long) shape.keyValueHeads() * shape.headDim();
        SortedMap<String, long[]> shapes = new TreeMap<>();
        shapes.put("model.embed_tokens.weight", new long[] {shape.vocabSize(), hidden});
        shapes.put("model.norm.weight", new long[] {hidden});
        if (!shape.tieWordEmbeddings()) {
            shapes.put("lm_head.weight", new long[] {shape.vocabSize(), hidden});
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            shapes.put(name + "input_layernorm.weight", new long[] {hidden});
            shapes.put(name + "post_attention_layernorm.weight", new long[] {hidden});
            shapes.put(name + "self_attn.q_proj.weight", new long[] {queries, hidden});
            shapes.put(name + "self_attn.k_proj.weight", new long[] {keys, hidden});
            shapes.put(name + "self_attn.v_proj.weight", new long[] {keys, hidden});
            shapes.put(name + "self_attn.o_proj.weight", new long[] {hidden, queries});
            shapes.put(name + "self_attn.q_norm.weight", new long[] {shape.headDim()});
            shapes.put(name + "self_attn.k_norm.weight", new long[] {shape.headDim()});
            shapes.put(name + "mlp.gate_proj.weight", new long[] {shape.intermediateSize(), hidden});
            shapes.put(name + "mlp.up_proj.weight", new long[] {shape.intermediateSize(), hidden});
            shapes.put(name + "mlp.down_proj.weight", new long[] {hidden, shape.intermediateSize()});
        }
        return shapes;
    }

    /** Drawn as transformers draws them: normal with {@code initializer_range}, norms at one. Keyed by name. */
    static SortedMap<String, Tensor> random(DecoderShape shape, long seed) {
        SortedMap<String, Tensor> weights = new TreeMap<>();
        shapes(shape).forEach((name, size) -> {
            float[] values = new float[Math.toIntExact(Arrays.stream(size).reduce(1, Math::multiplyExact))];
            if (name.contains("norm")) {
                Arrays.fill(values, 1);
            } else {
                KeyedRandom random = new KeyedRandom(seed, Purpose.INITIALISATION, keyOf(name));
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (random.gaussian(i) * shape.initializerRange());
                }
            }
            weights.put(name, Tensor.ofFloats(size, values));
        });
        return weights;
    }

    /**
     * From {@code model.safetensors}.
     *
     * @throws SyncException {@code CONFIG_INVALID} when the file is broken or does not fit the shape
     */
    static SortedMap<String, Tensor> of(ModelFolder model) {
        Path file = model.weights().orElseThrow();
        try {
            Map<String, Tensor> found = SafeTensors.read(file).tensors();
            SortedMap<String, Tensor> weights = new TreeMap<>();
            shapes(model.shape()).forEach((name, size) -> weights.put(name, fitting(file, name, size, found)));
            return weights;
        } catch (IOException | SafeTensorsBroken e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, file + ": " + e.getMessage(), e);
        }
    }

    private static Tensor fitting(Path file, String name, long[] size, Map<String, Tensor> found) {
        Tensor tensor = found.get(name);
        if (tensor == null || !Arrays.equals(tensor.shape(), size)) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    file + ": " + name + " is " + (tensor == null ? "missing" : tensor.toString())
                            + ", config.json asks for " + Arrays.toString(size));
        }
        return tensor;
    }

    /** The number under which a parameter's first values are drawn. */
    static long keyOf(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
