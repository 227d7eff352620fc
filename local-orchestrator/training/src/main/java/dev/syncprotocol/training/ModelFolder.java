package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model on disk, in Hugging Face's form.
 *
 * @param folder where it lies
 * @param shape from its {@code config.json}
 * @param weights its {@code model.safetensors}, if it has one
 */
public record ModelFolder(Path folder, DecoderShape shape, Optional<Path> weights) {
    private static final String ARCHITECTURE = "Qwen3ForCausalLM";

    /**
     * Reads the folder's {@code config.json} and looks for weights.
     *
     * @throws SyncException {@code CONFIG_INVALID} when there is no such file or it describes another kind of model
     */
    public static ModelFolder read(Path folder) {
        Path config = folder.resolve("config.json");
        Path weights = folder.resolve("model.safetensors");
        try {
            JsonNode tree = SyncJson.read(Files.readString(config));
            requireArchitecture(config, tree);
            return new ModelFolder(
                    folder,
                    DecoderShape.of(tree),
                    Files.isRegularFile(weights) ? Optional.of(weights) : Optional.empty());
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, config + ": " + e.getMessage(), e);
        }
    }

    private static void requireArchitecture(Path config, JsonNode tree) {
        JsonNode named = tree.path("architectures").path(0);
        if (!named.asText("").equals(ARCHITECTURE)) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID, config + ": this build knows " + ARCHITECTURE + ", found " + named);
        }
    }
}
