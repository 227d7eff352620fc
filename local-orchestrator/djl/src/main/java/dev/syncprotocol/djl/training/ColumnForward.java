package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.DecoderShape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The forward pass of one new column behind others, without a graph: what {@link Qwen3Decoder.Forward} computes, by fewer
 * calls. At this size a call costs more than its arithmetic, so queries and keys are normalised and turned together, and
 * what nobody needs any more is overwritten.
 *
 * @param shape sizes
 * @param layers the weights
 * @param past the columns before this one; at least one
 * @param turn of queries and keys, heads by 1 by width
 * @param mask added to the scores, rows by 1 by 1 by columns, where not all see all
 * @param runtime where constants come from
 */
record ColumnForward(
        DecoderShape shape,
        Layers layers,
        Past past,
        Positions.Rotation turn,
        Optional<NDArray> mask,
        TorchRuntime runtime) {

    /** Names of the weights that are applied to the same values: one product does where they lie behind each other. */
    static List<List<String>> neighbours(DecoderShape shape) {
        return IntStream.range(0, shape.layers())
                .mapToObj(layer -> "model.layers." + layer + ".")
                .flatMap(layer -> Stream.of(projections(layer + "self_attn."), halves(layer + "mlp.")))
                .toList();
    }

    private static List<String> projections(String layer) {
        return List.of(layer + "q_proj.weight", layer + "k_proj.weight", layer + "v_proj.weight");
    }

    private static List<String> halves(String layer) {
        return List.of(layer + "gate_proj.weight", layer + "up_proj.weight");
    }

    /** At these positions, which are of one column. */
    static ColumnForward of(DecoderShape shape, Layers layers, Past past, Positions positions, TorchRuntime runtime) {
        return new ColumnForward(
                shape,
                layers,
                past,
                positions.queries().beside(shape.heads(), positions.keys(), shape.keyValueHeads()),
                positions.mask().map(mask -> mask.squeeze(1)),
                runtime);
    }

    /**
     * After the last norm, rows by width.
     *
     * @param x embedded tokens, rows by width; overwritten
     */
    NDArray hidden(NDArray x) {
        for (int layer = 0; layer < shape.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            x.addi(attention(name + "self_attn.", normed(x, name + "input_layernorm.weight")));
            x.addi(mlp(name + "mlp.", normed(x, name + "post_attention_layernorm.weight")));
        }
        return normed(x, "model.norm.weight");
    }

    private NDArray normed(NDArray x, String name) {
        return scaled(x).muli(layers.weight(name));
    }

    /** {@code x / sqrt(mean(x^2) + eps)} over the last axis. */
    private NDArray scaled(NDArray x) {
        int last = x.getShape().dimension() - 1;
        NDArray meanSquare = x.square().mean(new int[] {last}, true);
        NDArray root = meanSquare.addi(runtime.constant(shape.rmsNormEps())).sqrt();
        return x.mul(runtime.constant(1).div(root));
    }

    private NDArray attention(String layer, NDArray x) {
        int turned = shape.heads() + shape.keyValueHeads();
        long rows = x.getShape().get(0);
        NDList parts = projected(layer, x)
                .reshape(rows, turned + shape.keyValueHeads(), 1, shape.headDim())
                .split(new long[] {turned}, 1);
        NDList queriesAndKeys = normalised(layer, parts.get(0));
        NDArray keys = past.keys(layer, queriesAndKeys.get(1));
        NDArray values = past.values(layer, parts.get(1));
        NDArray grouped = queriesAndKeys
                .get(0)
                .reshape(rows, shape.keyValueHeads(), shape.heads() / shape.keyValueHeads(), shape.headDim());
        NDArray scores = grouped.matMul(keys.transpose(0, 1, 3, 2));
        mask.ifPresent(scores::addi);
        NDArray mixed = scores.softmax(3).matMul(values).reshape(rows, (long) shape.heads() * shape.headDim());
        return layers.linear(mixed, layer + "o_proj.weight");
    }

    /** Queries, keys and values, one behind the other. */
    private NDArray projected(String layer, NDArray x) {
        NDArray product = layers.linears(x, projections(layer));
        return shape.family().biasesHeads() ? product.addi(biases(layer)) : product;
    }

    private NDArray biases(String layer) {
        return NDArrays.concat(new NDList(Stream.of("q_proj.bias", "k_proj.bias", "v_proj.bias")
                .map(name -> layers.weight(layer + name))
                .toList()));
    }

    /** Queries and keys, ready to meet: both are views of one array, which is turned as a whole. */
    private NDList normalised(String layer, NDArray heads) {
        boolean norms = shape.family().normalisesHeads();
        NDArray whole = norms ? scaled(heads) : heads;
        NDList parts = whole.split(new long[] {shape.heads()}, 1);
        if (norms) {
            parts.get(0).muli(layers.weight(layer + "q_norm.weight"));
            parts.get(1).muli(layers.weight(layer + "k_norm.weight"));
        }
        turn.over(whole);
        return parts;
    }

    /** SwiGLU: {@code down(silu(gate(x)) * up(x))}. */
    private NDArray mlp(String layer, NDArray x) {
        NDList parts = layers.linears(x, halves(layer)).split(2, 1);
        NDArray gate = parts.get(0);
        NDArray silu = gate.getNDArrayInternal().sigmoid().muli(gate);
        return layers.linear(silu.muli(parts.get(1)), layer + "down_proj.weight");
    }
}
