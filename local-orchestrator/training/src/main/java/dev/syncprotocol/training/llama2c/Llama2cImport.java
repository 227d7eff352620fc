package dev.syncprotocol.training.llama2c;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.data.ModelTokenizer;
import dev.syncprotocol.training.model.NewModelFolder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A model of llama2.c as a model folder: {@code config.json}, {@code model.safetensors}, {@code tokenizer.json},
 * {@code tokenizer_config.json}.
 *
 * @param model the {@code .bin} with the weights
 * @param vocabulary the {@code .bin} with the tokens
 */
public record Llama2cImport(Path model, Path vocabulary) {
    /** Between two texts in llama2.c's training data: begins one, and ends it (run.c stops there). */
    private static final int DELIMITER = 1;

    /**
     * Writes the folder.
     *
     * @param target does not exist yet
     * @throws SyncException {@code CONFIG_INVALID} when one of the files is not what it should be or the target exists
     */
    public ModelFolder into(Path target) throws IOException {
        Llama2cModel read = Llama2cModel.read(model);
        Llama2cVocabulary tokens =
                Llama2cVocabulary.read(vocabulary, read.shape().vocabSize());
        Path folder = NewModelFolder.at(target)
                .json(ModelFolder.CONFIG, config(read))
                .json(ModelTokenizer.FILE, tokens.tokenizerJson())
                .json("tokenizer_config.json", tokenizerConfig(read))
                .weights(read.weights())
                .finish();
        return ModelFolder.read(folder);
    }

    private static ObjectNode config(Llama2cModel model) {
        DecoderShape shape = model.shape();
        ObjectNode config = SyncJson.object();
        config.putArray("architectures").add(shape.family().architecture());
        return config.put("model_type", "llama")
                .put("hidden_size", shape.hiddenSize())
                .put("num_hidden_layers", shape.layers())
                .put("num_attention_heads", shape.heads())
                .put("num_key_value_heads", shape.keyValueHeads())
                .put("head_dim", shape.headDim())
                .put("intermediate_size", shape.intermediateSize())
                .put("vocab_size", shape.vocabSize())
                .put("max_position_embeddings", model.positions())
                .put("rms_norm_eps", shape.rmsNormEps())
                .put("rope_theta", shape.ropeTheta())
                .put("tie_word_embeddings", shape.tieWordEmbeddings())
                .put("hidden_act", "silu")
                .put("attention_bias", false)
                .put("mlp_bias", false)
                .put("bos_token_id", DELIMITER)
                .put("eos_token_id", DELIMITER)
                .put("torch_dtype", "float32");
    }

    private static ObjectNode tokenizerConfig(Llama2cModel model) {
        return SyncJson.object()
                .put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("add_bos_token", true)
                .put("bos_token", "<s>")
                .put("eos_token", "<s>")
                .put("unk_token", "<unk>")
                .putNull("pad_token")
                .put("clean_up_tokenization_spaces", false)
                .put("model_max_length", model.positions());
    }
}
