package dev.syncprotocol.training.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import dev.syncprotocol.runs.Timestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code outcome.json}: how a training process ended; its last act.
 *
 * @param kind finished, failed or stopped
 * @param exitCode of the process
 * @param step the last step that was done
 * @param maxSteps the run's last step; 0 when the config was never read
 * @param loss of that step
 * @param checkpoint path of the newest checkpoint
 * @param errorReport path of the error report
 */
public record TrainingOutcome(
        Kind kind,
        int exitCode,
        long step,
        long maxSteps,
        OptionalDouble loss,
        Optional<String> checkpoint,
        Optional<String> errorReport) {
    /** The file's name in the launch folder. */
    public static final String NAME = "outcome.json";

    /** The three ways a training process ends by itself. */
    public enum Kind {
        FINISHED,
        FAILED,
        STOPPED
    }

    /** Writes the file atomically. */
    public void writeTo(Path launchFolder, Instant at) throws IOException {
        ObjectNode tree = SyncJson.object()
                .put("outcome", kind.name().toLowerCase(Locale.ROOT))
                .put("exit_code", exitCode)
                .put("step", step)
                .put("max_steps", maxSteps)
                .put("loss", loss.isPresent() ? (Double) loss.getAsDouble() : null)
                .put("checkpoint", checkpoint.orElse(null))
                .put("error_report", errorReport.orElse(null))
                .put("at", Timestamp.inFile(at));
        AtomicFile.replace(launchFolder.resolve(NAME), SyncJson.pretty(tree).getBytes(StandardCharsets.UTF_8));
    }
}
