package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.StatusReport;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The status again and again: redrawn in place on a terminal, printed anew elsewhere when it changed. Takes no lock and
 * writes nothing.
 *
 * @param coordinator of the workspace that is watched
 * @param interval time between two looks
 * @param until the state that ends the watching; empty = until interrupted
 */
record StatusWatch(Coordinator coordinator, Duration interval, Optional<String> until) {
    private static final String HOME_AND_CLEAR = "\u001B[H\u001B[2J";

    /** Watches; answers the status that ended it. */
    StatusReport watch(Invocation in) throws IOException {
        String shown = "";
        while (true) {
            StatusReport report = coordinator.status();
            if (until.filter(state -> state.equals(Status.state(report))).isPresent()) {
                return report;
            }
            String words = Status.words(report, in.style());
            if (in.progress().live() || !words.equals(shown)) {
                in.out().println((in.progress().live() ? HOME_AND_CLEAR : "") + Style.shown(words));
                in.out().flush();
                shown = words;
            }
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(interval.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, "the watching was interrupted", e);
        }
    }
}
