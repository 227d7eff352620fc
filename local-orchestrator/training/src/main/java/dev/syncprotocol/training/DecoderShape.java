package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Sizes of a Qwen3-type decoder, by the names of Hugging Face's {@code config.json}.
 *
 * @param hiddenSize width
 * @param layers number of blocks
 * @param heads query heads
 * @param keyValueHeads key and value heads; divides {@code heads}
 * @param headDim width of a head; even
 * @param intermediateSize width of the gated MLP
 * @param vocabSize number of tokens
 * @param rmsNormEps epsilon of RMSNorm
 * @param ropeTheta base of the rotary angles
 * @param tieWordEmbeddings whether the output layer is the embedding
 * @param initializerRange standard deviation of random first weights
 */
public record DecoderShape(
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
    public DecoderShape {
        if (keyValueHeads < 1 || heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    "num_attention_heads " + heads + " is no multiple of num_key_value_heads " + keyValueHeads);
        }
        if (headDim < 2 || headDim % 2 != 0 || hiddenSize < 1 || layers < 1 || intermediateSize < 1 || vocabSize < 1) {
            throw new IllegalArgumentException("sizes must be positive and head_dim even");
        }
    }

    /**
     * From a model's {@code config.json}.
     *
     * @throws IllegalArgumentException naming the key that is missing, of another type or out of range
     */
    public static DecoderShape of(JsonNode config) {
        int hidden = size(config, "hidden_size");
        int heads = size(config, "num_attention_heads");
        return new DecoderShape(
                hidden,
                size(config, "num_hidden_layers"),
                heads,
                size(config, "num_key_value_heads"),
                config.has("head_dim") ? size(config, "head_dim") : hidden / heads,
                size(config, "intermediate_size"),
                size(config, "vocab_size"),
                config.path("rms_norm_eps").asDouble(1e-6),
                config.path("rope_theta").asDouble(10_000.0),
                config.path("tie_word_embeddings").asBoolean(false),
                config.path("initializer_range").asDouble(0.02));
    }

    private static int size(JsonNode config, String key) {
        JsonNode value = config.path(key);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
            throw new IllegalArgumentException(key + " must be a positive integer, found " + value);
        }
        return value.intValue();
    }
}
