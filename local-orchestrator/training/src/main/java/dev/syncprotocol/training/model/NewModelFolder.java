package dev.syncprotocol.training.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A model folder in the making, in Hugging Face's layout. It lies beside its place under a hidden name until it is whole,
 * and never takes the place of another.
 */
public final class NewModelFolder {
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private final Path unfinished;
    private final Path target;

    private NewModelFolder(Path unfinished, Path target) {
        this.unfinished = unfinished;
        this.target = target;
    }

    /**
     * Begins a folder.
     *
     * @throws SyncException {@code CONFIG_INVALID} when there already is something at its place
     */
    public static NewModelFolder at(Path target) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        if (Files.exists(place)) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, target + " already exists; a model is never overwritten");
        }
        Path parent = Files.createDirectories(place.getParent());
        return new NewModelFolder(Files.createTempDirectory(parent, "." + place.getFileName() + "-"), place);
    }

    /** Writes a JSON file, indented by 2. */
    public NewModelFolder json(String name, JsonNode content) throws IOException {
        String text = SyncJson.pretty(content) + "\n";
        AtomicFile.writeForced(unfinished.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Writes {@link ModelFolder#WEIGHTS}. */
    public NewModelFolder weights(Map<String, Tensor> weights) throws IOException {
        return weights(weights, (name, tensor) -> tensor);
    }

    /** Writes {@link ModelFolder#WEIGHTS} with changed numbers, one weight in memory at a time. */
    public NewModelFolder weights(Map<String, Tensor> weights, SafeTensors.Change change) throws IOException {
        new SafeTensors(weights, METADATA).write(unfinished.resolve(ModelFolder.WEIGHTS), change);
        return this;
    }

    /** Copies a file. */
    public NewModelFolder copy(Path file) throws IOException {
        AtomicFile.writeForced(unfinished.resolve(file.getFileName().toString()), Files.readAllBytes(file));
        return this;
    }

    /** Moves the folder to its place. */
    public Path finish() throws IOException {
        AtomicFile.forceFolder(unfinished);
        Files.move(unfinished, target);
        AtomicFile.forceFolder(target.getParent());
        return target;
    }
}
