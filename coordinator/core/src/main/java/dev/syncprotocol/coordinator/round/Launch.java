package dev.syncprotocol.coordinator.round;

import java.time.Instant;
import java.util.Optional;

/**
 * A launch as the ledger knows it.
 *
 * @param started its beginning
 * @param record the record of its beginning
 * @param at when it began
 * @param finished its end, once recorded
 */
public record Launch(LaunchStarted started, int record, Instant at, Optional<LaunchFinished> finished) {
    /** Its name. */
    public LaunchId id() {
        return started.launch();
    }

    /** Whether no end is recorded. */
    public boolean isRunning() {
        return finished.isEmpty();
    }

    /** Whether it ended well. */
    public boolean succeeded() {
        return finished.filter(end -> end.end() == LaunchEnd.FINISHED).isPresent();
    }

    Launch ended(LaunchFinished end) {
        return new Launch(started, record, at, Optional.of(end));
    }
}
