package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.launch.LaunchState;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;
import java.util.stream.Stream;

/** The engine was started and failed, or vanished. Exit 7; its own exit code is in the report. */
public final class EngineFailed extends SyncException {
    private static final long serialVersionUID = 1L;

    private final transient LaunchReport report;

    EngineFailed(LaunchReport report) {
        super(
                report.state() == LaunchState.LOST ? ErrorCode.ENGINE_LOST : ErrorCode.ENGINE_FAILED,
                message(report),
                null,
                report.errorReport().map(path -> "read " + path).orElse("read logs/train.log"),
                List.of(),
                Stream.concat(NextSteps.afterUnfinished(report).stream(), Stream.of("sync status"))
                        .toList());
        this.report = report;
    }

    private static String message(LaunchReport report) {
        if (report.state() == LaunchState.LOST) {
            return "the engine of launch " + report.launch() + " vanished at step " + report.step();
        }
        String code =
                report.exitCode().isPresent() ? "exit code " + report.exitCode().getAsInt() : "an unknown exit code";
        return "the engine of launch " + report.launch() + " failed at step " + report.step() + " with " + code;
    }

    /** The launch that failed. */
    public LaunchReport report() {
        return report;
    }

    /** Whether the process vanished without a word. */
    public boolean lost() {
        return report.state() == LaunchState.LOST;
    }
}
