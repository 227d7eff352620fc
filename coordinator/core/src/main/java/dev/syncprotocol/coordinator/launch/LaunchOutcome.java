package dev.syncprotocol.coordinator.launch;

import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.coordinator.round.LaunchEnd;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How the engine says it ended: {@code outcome.json}, its last act.
 *
 * @param end finished, failed or stopped; {@link LaunchEnd#LOST} is never said, only found
 * @param exitCode the exit code it is about to end with
 * @param step steps done
 * @param maxSteps steps asked for
 * @param loss the last finite loss
 * @param checkpoint the newest checkpoint
 * @param errorReport its report of a failure
 */
public record LaunchOutcome(
        LaunchEnd end,
        OptionalInt exitCode,
        long step,
        long maxSteps,
        OptionalDouble loss,
        Optional<RepoPath> checkpoint,
        Optional<RepoPath> errorReport) {
    static LaunchOutcome read(Fields fields) {
        return new LaunchOutcome(
                fields.word("outcome", LaunchEnd.class),
                fields.optionalInteger("exit_code"),
                fields.optionalLong("step").orElse(0),
                fields.optionalLong("max_steps").orElse(0),
                fields.number("loss"),
                fields.optionalPath("checkpoint"),
                fields.optionalPath("error_report"));
    }
}
