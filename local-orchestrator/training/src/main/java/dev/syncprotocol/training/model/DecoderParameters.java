package dev.syncprotocol.training.model;

import dev.syncprotocol.training.DecoderShape;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parameters of a decoder, by their names in Hugging Face's files. */
public final class DecoderParameters {
    /** The token embedding; the output layer too where both are tied. */
    public static final String EMBEDDING = "model.embed_tokens.weight";
    /** The output layer where it is not tied. */
    public static final String HEAD = "lm_head.weight";

    private DecoderParameters() {}

    /** Every parameter with its shape. */
    public static SortedMap<String, long[]> shapes(DecoderShape shape) {
        long hidden = shape.hiddenSize();
        SortedMap<String, long[]> shapes = new TreeMap<>();
        shapes.put(EMBEDDING, new long[] {shape.vocabSize(), hidden});
        shapes.put("model.norm.weight", new long[] {hidden});
        if (!shape.tieWordEmbeddings()) {
            shapes.put(HEAD, new long[] {shape.vocabSize(), hidden});
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            shapes.put(name + "input_layernorm.weight", new long[] {hidden});
            shapes.put(name + "post_attention_layernorm.weight", new long[] {hidden});
            attention(name + "self_attn.", shape, shapes);
            shapes.put(name + "mlp.gate_proj.weight", new long[] {shape.intermediateSize(), hidden});
            shapes.put(name + "mlp.up_proj.weight", new long[] {shape.intermediateSize(), hidden});
            shapes.put(name + "mlp.down_proj.weight", new long[] {hidden, shape.intermediateSize()});
        }
        return shapes;
    }

    /** How many numbers all parameters have together. */
    public static long count(DecoderShape shape) {
        return shapes(shape).values().stream()
                .mapToLong(DecoderParameters::size)
                .sum();
    }

    /** How many numbers a parameter of this shape has. */
    static long size(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    private static void attention(String name, DecoderShape shape, SortedMap<String, long[]> shapes) {
        long hidden = shape.hiddenSize();
        long queries = (long) shape.heads() * shape.headDim();
        long keys = (long) shape.keyValueHeads() * shape.headDim();
        shapes.put(name + "q_proj.weight", new long[] {queries, hidden});
        shapes.put(name + "k_proj.weight", new long[] {keys, hidden});
        shapes.put(name + "v_proj.weight", new long[] {keys, hidden});
        shapes.put(name + "o_proj.weight", new long[] {hidden, queries});
        if (shape.family().normalisesHeads()) {
            shapes.put(name + "q_norm.weight", new long[] {shape.headDim()});
            shapes.put(name + "k_norm.weight", new long[] {shape.headDim()});
        }
        if (shape.family().biasesHeads()) {
            shapes.put(name + "q_proj.bias", new long[] {queries});
            shapes.put(name + "k_proj.bias", new long[] {keys});
            shapes.put(name + "v_proj.bias", new long[] {keys});
        }
    }
}
