package dev.syncprotocol.aoi.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A state another pipeline left, of version 2 or 4 of the published schema, read for one thing: a baseline that is already trained (requirement
 * S4-6.2). {@code state["baseline"]} is accepted in place of {@code iterations.baseline} (decision A12).
 *
 * @param version 2 or 4
 * @param checkpoint the baseline's checkpoint; empty unless its last committed stage is {@code train}
 */
public record SeedState(int version, Optional<Path> checkpoint) {
    /**
     * Reads such a state.
     *
     * @throws SyncException {@code config_invalid} for another version, a key given twice, or a file that is no JSON
     * @throws IOException when it cannot be read
     */
    public static SeedState read(Path file) throws IOException {
        JsonNode root = root(file);
        int version = root.path("version").asInt();
        if (version != 2 && version != 4) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    file + ": expected a state of version 2 or 4, found "
                            + root.path("version").asText("none"));
        }
        JsonNode baseline = root.path("iterations").path("baseline");
        JsonNode asked = baseline.isObject() ? baseline : root.path("baseline");
        boolean trained = asked.path("stage_completed").asText().equals("train");
        Optional<Path> checkpoint =
                Optional.ofNullable(asked.path("best_ckpt_path").textValue()).map(Path::of);
        return new SeedState(version, trained ? checkpoint : Optional.empty());
    }

    private static JsonNode root(Path file) throws IOException {
        try {
            return LocatedDocument.read(Files.readAllBytes(file), DocumentFormat.JSON)
                    .root();
        } catch (DocumentUnreadable e) {
            throw SchemaValidator.invalid(ErrorCode.CONFIG_INVALID, file.toString(), e.violations());
        }
    }
}
