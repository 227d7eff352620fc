package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.DecoderShape;
import java.util.stream.IntStream;

/**
 * A Qwen3, Qwen2 or Llama decoder as Hugging Face defines it, a row at a time: RMSNorm before attention and MLP, rotary
 * positions, grouped queries, SwiGLU.
 *
 * @param shape family and sizes
 */
record Decoder(DecoderShape shape) {
    private static final String EMBEDDING = "model.embed_tokens";

    /** Last hidden states, positions by width. */
    Matrix hidden(int[] tokens, Layers layers, Tape tape) {
        Matrix x = tape.gather(layers.weight(EMBEDDING), tokens);
        for (int layer = 0; layer < shape.layers(); layer++) {
            x = block("model.layers." + layer, x, layers, tape);
        }
        return norm("model.norm", x, layers, tape);
    }

    /** Logits of hidden states, positions by vocabulary. */
    Matrix logits(Matrix hidden, Layers layers, Tape tape) {
        return shape.tieWordEmbeddings()
                ? tape.product(hidden, layers.weight(EMBEDDING))
                : layers.linear("lm_head", hidden, tape);
    }

    private Matrix block(String name, Matrix x, Layers layers, Tape tape) {
        Matrix normal = norm(name + ".input_layernorm", x, layers, tape);
        Matrix attended = tape.sum(x, attention(name + ".self_attn", normal, layers, tape));
        Matrix again = norm(name + ".post_attention_layernorm", attended, layers, tape);
        return tape.sum(attended, mlp(name + ".mlp", again, layers, tape));
    }

    private Matrix attention(String name, Matrix x, Layers layers, Tape tape) {
        Matrix q = placed(name + ".q_norm", layers.linear(name + ".q_proj", x, tape), layers, tape);
        Matrix k = placed(name + ".k_norm", layers.linear(name + ".k_proj", x, tape), layers, tape);
        Matrix v = layers.linear(name + ".v_proj", x, tape);
        return layers.linear(name + ".o_proj", tape.attention(q, k, v, shape.headDim()), tape);
    }

    private Matrix placed(String norm, Matrix heads, Layers layers, Tape tape) {
        Matrix normal = shape.family().normalisesHeads() ? norm(norm, heads, layers, tape) : heads;
        double[] angles = IntStream.range(0, shape.headDim() / 2)
                .mapToDouble(shape::rotaryAngle)
                .toArray();
        return tape.rotated(normal, angles);
    }

    private static Matrix mlp(String name, Matrix x, Layers layers, Tape tape) {
        Matrix gate = layers.linear(name + ".gate_proj", x, tape);
        Matrix up = layers.linear(name + ".up_proj", x, tape);
        return layers.linear(name + ".down_proj", tape.gated(gate, up), tape);
    }

    private Matrix norm(String name, Matrix x, Layers layers, Tape tape) {
        return tape.rmsNorm(x, layers.weight(name), shape.rmsNormEps());
    }
}
