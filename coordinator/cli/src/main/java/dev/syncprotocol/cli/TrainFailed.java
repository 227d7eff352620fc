package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.EngineFailed;
import dev.syncprotocol.coordinator.launch.LaunchOutcome;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A training that {@code sync train} asked for ended with an exit code of its own, which is then the command's too. */
final class TrainFailed extends SyncException {
    private static final long serialVersionUID = 1L;

    private final transient OptionalInt exitCode;
    private final transient Optional<RepoPath> report;

    private TrainFailed(long step, OptionalInt exitCode, Optional<RepoPath> report, String what, List<String> next) {
        super(
                code(exitCode),
                what + " failed at step " + step + " with exit code " + exitCode.orElse(1),
                null,
                report.map(path -> "read " + path).orElse("read logs/train.log"),
                List.of(),
                next);
        this.exitCode = exitCode;
        this.report = report;
    }

    /** Of a training without a coordinator. */
    static TrainFailed of(LaunchOutcome outcome) {
        return new TrainFailed(
                outcome.step(), outcome.exitCode(), outcome.errorReport(), "the training", List.of("make failpack"));
    }

    /** Of a launch, as {@code sync launch} would tell it with its own code. */
    static TrainFailed of(EngineFailed failure) {
        return new TrainFailed(
                failure.report().step(),
                failure.report().exitCode(),
                failure.report().errorReport(),
                "the engine of launch " + failure.report().launch(),
                failure.next());
    }

    /** The engine's own exit code. */
    OptionalInt exitCode() {
        return exitCode;
    }

    /** Its report. */
    Optional<RepoPath> report() {
        return report;
    }

    /** The kind of an engine's exit code (training.md section 1.2). */
    private static ErrorCode code(OptionalInt exitCode) {
        return switch (exitCode.orElse(1)) {
            case 2 -> ErrorCode.CONFIG_INVALID;
            case 4 -> ErrorCode.LOCK_MISMATCH;
            case 5 -> ErrorCode.LOCKED;
            case 6 -> ErrorCode.CHECKPOINT_DAMAGED;
            default -> ErrorCode.TRAINING_FAILED;
        };
    }
}
