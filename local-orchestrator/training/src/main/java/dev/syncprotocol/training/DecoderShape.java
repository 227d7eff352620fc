package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A decoder's family and sizes, by the names of Hugging Face's {@code config.json}.
 *
 * @param family which decoder
 * @param hiddenSize width
 * @param layers number of blocks
 * @param heads query heads
 * @param keyValueHeads key and value heads; divides {@code heads}
 * @param headDim width of a head; even
 * @param intermediateSize width of the gated MLP
 * @param vocabSize number of tokens
 * @param rmsNormEps epsilon of RMSNorm
 * @param ropeTheta base of the rotary angles
 * @param ropeScaling how the angles are stretched, if they are
 * @param tieWordEmbeddings whether the output layer is the embedding
 * @param initializerRange standard deviation of random first weights
 */
public record DecoderShape(
        DecoderFamily family,
        int hiddenSize,
        int layers,
        int heads,
        int keyValueHeads,
        int headDim,
        int intermediateSize,
        int vocabSize,
        double rmsNormEps,
        double ropeTheta,
        Optional<RopeScaling> ropeScaling,
        boolean tieWordEmbeddings,
        double initializerRange) {
    public DecoderShape {
        if (keyValueHeads < 1 || heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    "num_attention_heads " + heads + " is no multiple of num_key_value_heads " + keyValueHeads);
        }
        if (headDim < 2 || headDim % 2 != 0 || hiddenSize < 1 || layers < 1 || intermediateSize < 1 || vocabSize < 1) {
            throw new IllegalArgumentException("sizes must be positive and head_dim even");
        }
    }

    /** A Qwen3 decoder with plain rotary positions. */
    public DecoderShape(
            int hiddenSize,
            int layers,
            int heads,
            int keyValueHeads,
            int headDim,
            int intermediateSize,
            int vocabSize,
            double rmsNormEps,
            double ropeTheta,
            boolean tieWordEmbeddings,
            double initializerRange) {
        this(
                DecoderFamily.QWEN3,
                hiddenSize,
                layers,
                heads,
                keyValueHeads,
                headDim,
                intermediateSize,
                vocabSize,
                rmsNormEps,
                ropeTheta,
                Optional.empty(),
                tieWordEmbeddings,
                initializerRange);
    }

    /**
     * From a model's {@code config.json}.
     *
     * @throws IllegalArgumentException naming the key that is missing, of another type, out of range, or asks for what
     *     this build does not compute
     */
    public static DecoderShape of(JsonNode config) {
        DecoderFamily family = family(config);
        requireComputable(config, family);
        int hidden = size(config, "hidden_size");
        int heads = size(config, "num_attention_heads");
        JsonNode rope = config.path("rope_parameters");
        return new DecoderShape(
                family,
                hidden,
                size(config, "num_hidden_layers"),
                heads,
                config.hasNonNull("num_key_value_heads") ? size(config, "num_key_value_heads") : heads,
                config.hasNonNull("head_dim") ? size(config, "head_dim") : hidden / heads,
                size(config, "intermediate_size"),
                size(config, "vocab_size"),
                config.path("rms_norm_eps").asDouble(1e-6),
                config.path("rope_theta").asDouble(rope.path("rope_theta").asDouble(10_000.0)),
                scaling(rope.isObject() ? rope : config.path("rope_scaling")),
                config.path("tie_word_embeddings").asBoolean(false),
                config.path("initializer_range").asDouble(0.02));
    }

    /** The angle by which pair {@code i} of a head turns from one position to the next. */
    public double rotaryAngle(int i) {
        double angle = Math.pow(ropeTheta, -2.0 * i / headDim);
        return ropeScaling.map(scaling -> scaling.scaled(angle)).orElse(angle);
    }

    private static DecoderFamily family(JsonNode config) {
        JsonNode named = config.path("architectures").path(0);
        return DecoderFamily.of(named.asText(""))
                .orElseThrow(() -> new IllegalArgumentException("this build knows Qwen3ForCausalLM, Qwen2ForCausalLM"
                        + " and LlamaForCausalLM, architectures names " + named));
    }

    private static void requireComputable(JsonNode config, DecoderFamily family) {
        String act = config.path("hidden_act").asText("silu");
        require(act.equals("silu"), "hidden_act " + act);
        for (String flag : new String[] {"mlp_bias", "use_sliding_window"}) {
            require(!config.path(flag).asBoolean(false), flag + " true");
        }
        require(
                family == DecoderFamily.QWEN2 || !config.path("attention_bias").asBoolean(false),
                "attention_bias true");
        require(!config.hasNonNull("quantization_config"), "quantization_config");
    }

    private static Optional<RopeScaling> scaling(JsonNode rope) {
        String type = rope.path("rope_type").asText(rope.path("type").asText("default"));
        require(type.equals("default") || type.equals("llama3"), "rope_scaling of type " + type);
        return type.equals("llama3") ? Optional.of(RopeScaling.llama3(rope)) : Optional.empty();
    }

    private static void require(boolean known, String what) {
        if (!known) {
            throw new IllegalArgumentException("this build does not compute " + what);
        }
    }

    private static int size(JsonNode config, String key) {
        JsonNode value = config.path(key);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
            throw new IllegalArgumentException(key + " must be a positive integer, found " + value);
        }
        return value.intValue();
    }
}
