package dev.syncprotocol.training.callback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a run was measured to be before this process went on with it. */
final class PastEvaluations {
    private PastEvaluations() {}

    /**
     * An evaluation.
     *
     * @param step it was made after
     * @param loss on the evaluation data
     */
    record Past(long step, double loss) {}

    /** The evaluations of the run so far; a log that is still to be cut holds later ones, and an earlier run's. */
    static List<Past> upTo(Path workspace, long startStep) {
        Path file = workspace.resolve(ShadowEvalCallback.PATH);
        if (startStep == 0 || !Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .map(PastEvaluations::row)
                    .flatMap(Optional::stream)
                    .map(row -> new Past(
                            row.path("step").asLong(), row.path("eval_loss").asDouble()))
                    .filter(past -> past.step() <= startStep)
                    .toList();
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, file + ": " + e.getMessage(), e);
        }
    }

    private static Optional<JsonNode> row(String line) {
        try {
            return Optional.of(SyncJson.read(line));
        } catch (UncheckedIOException torn) {
            // Half a row of a killed writer belongs to a step that is done again.
            return Optional.empty();
        }
    }
}
