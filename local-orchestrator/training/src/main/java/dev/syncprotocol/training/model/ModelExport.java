package dev.syncprotocol.training.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.adapter.Adapter;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands a trained model on, in forms other programs load.
 *
 * @param trained what is handed on
 */
public record ModelExport(TrainedModel trained) {
    /** What lies beside a model's weights and belongs to its text. */
    private static final List<String> TEXT_FILES = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "chat_template.jinja",
            "generation_config.json");

    /**
     * A whole model in Hugging Face's layout: an adapter is merged into its base, in 32 bits, and every weight keeps the
     * kind of number its base had.
     *
     * @param target does not exist yet
     * @throws dev.syncprotocol.protocol.error.SyncException {@code CONFIG_INVALID} when base and adapter do not fit or the
     *     target exists
     */
    public Path whole(Path target) throws IOException {
        Map<String, Tensor> base = trained.weights();
        Optional<Adapter> adapter = trained.readAdapter();
        adapter.ifPresent(found -> found.requireLayers(base));
        SafeTensors.Change change = (name, tensor) ->
                adapter.map(found -> found.merged(name, tensor)).orElse(tensor);
        NewModelFolder folder = NewModelFolder.at(target).json(ModelFolder.CONFIG, config(base));
        return withText(folder.weights(base, change)).finish();
    }

    /**
     * An adapter alone, in PEFT's form.
     *
     * @param target does not exist yet
     */
    public Path adapter(Path target) throws IOException {
        NewModelFolder folder = NewModelFolder.at(target);
        for (String file : Adapter.FILES) {
            folder.copy(trained.adapter().orElseThrow().resolve(file));
        }
        return withText(folder).finish();
    }

    private NewModelFolder withText(NewModelFolder folder) throws IOException {
        for (String name : TEXT_FILES) {
            Path file = trained.model().folder().resolve(name);
            if (Files.isRegularFile(file)) {
                folder.copy(file);
            }
        }
        return folder;
    }

    /** The base's config with the kind of number the weights have now, where it names one. */
    private ObjectNode config(Map<String, Tensor> weights) throws IOException {
        Path file = trained.model().folder().resolve(ModelFolder.CONFIG);
        ObjectNode config = (ObjectNode) SyncJson.read(Files.readString(file));
        String type = word(weights.get(DecoderParameters.EMBEDDING).type());
        for (String key : List.of("dtype", "torch_dtype")) {
            if (config.has(key)) {
                config.put(key, type);
            }
        }
        return config;
    }

    private static String word(Tensor.Type type) {
        return switch (type) {
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            case F32 -> "float32";
            case F64 -> "float64";
        };
    }
}
