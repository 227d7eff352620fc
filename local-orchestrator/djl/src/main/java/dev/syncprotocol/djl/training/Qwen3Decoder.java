package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.SparseFormat;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.TokenGrid;
import java.util.Arrays;

/**
 * The Qwen3 decoder (Hugging Face {@code Qwen3ForCausalLM}) and its relatives: RMSNorm before attention and MLP, queries
 * and keys normalised (Qwen3), with a bias (Qwen2) or plain (Llama), rotary positions, grouped-query attention, SwiGLU,
 * tied embeddings. Parameters have the names of its files.
 *
 * <p>No operation here takes a Java number: djl.md section 3, trap 1.
 *
 * @param shape sizes
 * @param runtime where constants come from
 */
record Qwen3Decoder(DecoderShape shape, TorchRuntime runtime) {
    private static final String EMBEDDING = "model.embed_tokens.weight";

    /**
     * What the last layer makes of new tokens, rows by new columns by width, after the last norm.
     *
     * @param tokens the new columns
     * @param firsts the first column of each row that is no padding
     * @param past the columns before them
     */
    NDArray hidden(TokenGrid tokens, int[] firsts, Past past, Layers layers, StepScope scope) {
        int to = past.columns() + tokens.columns();
        Positions positions = Positions.of(firsts, past.columns(), to, shape, scope, runtime);
        Forward forward = new Forward(shape, runtime, layers, past);
        NDArray hidden = past.columns() > 0 && tokens.columns() == 1
                ? column(forward, tokens(tokens, scope), positions)
                : forward.hidden(tokens(tokens, scope), positions);
        past.advance(tokens.columns());
        return hidden;
    }

    private NDArray column(Forward forward, NDArray tokens, Positions positions) {
        NDArray embedded = forward.embedded(tokens.squeeze(1));
        return ColumnForward.of(shape, forward.layers(), forward.past(), positions, runtime)
                .hidden(embedded)
                .expandDims(1);
    }

    /**
     * The same of whole rows, by a pass that is going to be differentiated.
     *
     * @param activations whether what a layer computes is kept for the backward pass
     */
    NDArray trained(TokenGrid tokens, int[] firsts, Layers layers, Activations activations, StepScope scope) {
        Positions positions = Positions.of(firsts, 0, tokens.columns(), shape, scope, runtime);
        Forward forward = new Forward(shape, runtime, layers, Past.NONE);
        return new TrainingForward(forward, tokens(tokens, scope), positions, runtime.nextPass(), runtime)
                .hidden(activations, scope);
    }

    /** Logits of hidden states, with the vocabulary as the last axis. */
    NDArray head(NDArray hidden, Layers layers) {
        return shape.tieWordEmbeddings()
                ? Layers.product(hidden, layers.weight(EMBEDDING))
                : layers.linear(hidden, "lm_head.weight");
    }

    /** The parts of one forward pass. */
    record Forward(DecoderShape shape, TorchRuntime runtime, Layers layers, Past past) {
        NDArray hidden(NDArray tokens, Positions positions) {
            NDArray x = embedded(tokens);
            for (int layer = 0; layer < shape.layers(); layer++) {
                x = block(layer, x, positions);
            }
            return normed(x);
        }

        NDArray embedded(NDArray tokens) {
            NDArray embedding = layers.weight(EMBEDDING);
            return single(embedding.getNDArrayInternal().embedding(tokens, embedding, SparseFormat.DENSE));
        }

        /** Whether the embedding is among what is trained. */
        boolean trainsEmbedding() {
            return layers.weight(EMBEDDING).hasGradient();
        }

        NDArray normed(NDArray x) {
            return rmsNorm(x, "model.norm.weight");
        }

        NDArray block(int number, NDArray x, Positions positions) {
            String layer = "model.layers." + number + ".";
            NDArray attended =
                    x.add(attention(layer + "self_attn.", rmsNorm(x, layer + "input_layernorm.weight"), positions));
            return attended.add(mlp(layer + "mlp.", rmsNorm(attended, layer + "post_attention_layernorm.weight")));
        }

        /**
         * {@code x / sqrt(mean(x^2) + eps) * w} over the last axis. Divided is by the small array: the slope of a quotient
         * costs more passes than that of a product.
         */
        private NDArray rmsNorm(NDArray x, String name) {
            int last = x.getShape().dimension() - 1;
            NDArray meanSquare = x.square().mean(new int[] {last}, true);
            NDArray root = meanSquare.add(runtime.constant(shape.rmsNormEps())).sqrt();
            return x.mul(runtime.constant(1).div(root)).mul(layers.weight(name));
        }

        /** Grouped-query attention: the queries of a group are rows against one key head, so no key is repeated. */
        private NDArray attention(String layer, NDArray x, Positions positions) {
            long rows = x.getShape().get(0);
            long columns = x.getShape().get(1);
            int groups = shape.heads() / shape.keyValueHeads();
            NDArray q = heads(biased(x, layer + "q_proj"), shape.heads());
            NDArray k = heads(biased(x, layer + "k_proj"), shape.keyValueHeads());
            NDArray v =
                    heads(biased(x, layer + "v_proj"), shape.keyValueHeads()).transpose(0, 2, 1, 3);
            q = positions.queries().of(normalised(q, layer + "q_norm.weight").transpose(0, 2, 1, 3));
            k = positions.keys().of(normalised(k, layer + "k_norm.weight").transpose(0, 2, 1, 3));
            k = past.keys(layer, k);
            v = past.values(layer, v);
            long seen = k.getShape().get(2);
            NDArray grouped = q.reshape(rows, shape.keyValueHeads(), groups * columns, shape.headDim());
            NDArray scores = grouped.matMul(k.transpose(0, 1, 3, 2));
            NDArray masked = positions.masked(scores.reshape(rows, shape.keyValueHeads(), groups, columns, seen));
            NDArray weights = masked.softmax(4).reshape(rows, shape.keyValueHeads(), groups * columns, seen);
            NDArray mixed = weights.matMul(v)
                    .reshape(rows, shape.heads(), columns, shape.headDim())
                    .transpose(0, 2, 1, 3)
                    .reshape(rows, columns, (long) shape.heads() * shape.headDim());
            return linear(mixed, layer + "o_proj.weight");
        }

        private NDArray normalised(NDArray x, String name) {
            return shape.family().normalisesHeads() ? rmsNorm(x, name) : x;
        }

        private NDArray biased(NDArray x, String layer) {
            NDArray product = linear(x, layer + ".weight");
            return shape.family().biasesHeads() ? product.add(layers.weight(layer + ".bias")) : product;
        }

        private NDArray heads(NDArray x, int heads) {
            return x.reshape(x.getShape().get(0), x.getShape().get(1), heads, shape.headDim());
        }

        /** SwiGLU: {@code down(silu(gate(x)) * up(x))}. */
        private NDArray mlp(String layer, NDArray x) {
            NDArray gate = linear(x, layer + "gate_proj.weight");
            NDArray silu = gate.mul(gate.getNDArrayInternal().sigmoid());
            return linear(silu.mul(linear(x, layer + "up_proj.weight")), layer + "down_proj.weight");
        }

        private NDArray linear(NDArray x, String name) {
            return layers.linear(x, name);
        }
    }

    private static NDArray single(NDList list) {
        return list.singletonOrThrow();
    }

    static NDArray tokens(TokenGrid grid, StepScope scope) {
        return scope.longs(Arrays.stream(grid.flat()).asLongStream().toArray(), grid.rows(), grid.columns());
    }
}
