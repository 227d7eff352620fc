package dev.syncprotocol.training;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model on disk, in Hugging Face's form.
 *
 * @param folder where it lies
 * @param shape from its {@code config.json}
 * @param weights its {@link #WEIGHTS}, or the {@link #INDEX} of several such files, if it has one
 */
public record ModelFolder(Path folder, DecoderShape shape, Optional<Path> weights) {
    /** What the model is. */
    public static final String CONFIG = "config.json";
    /** All weights in one file. */
    public static final String WEIGHTS = "model.safetensors";
    /** Which of several files holds which weight. */
    public static final String INDEX = "model.safetensors.index.json";

    /**
     * Reads the folder's {@code config.json} and looks for weights.
     *
     * @throws SyncException {@code CONFIG_INVALID} when there is no such file or it describes another kind of model
     */
    public static ModelFolder read(Path folder) {
        Path config = folder.resolve(CONFIG);
        try {
            return new ModelFolder(folder, DecoderShape.of(SyncJson.read(Files.readString(config))), weights(folder));
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, config + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Path> weights(Path folder) {
        return Stream.of(WEIGHTS, INDEX)
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
