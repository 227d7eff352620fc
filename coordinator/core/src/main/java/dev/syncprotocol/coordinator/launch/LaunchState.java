package dev.syncprotocol.coordinator.launch;

import dev.syncprotocol.coordinator.round.LaunchEnd;

/** Where a launch stands. */
public enum LaunchState {
    /** The process lives. */
    RUNNING,
    /** All steps done. */
    FINISHED,
    /** Ended by an error of its own. */
    FAILED,
    /** Stopped by a signal, after a complete checkpoint. */
    STOPPED,
    /** The process vanished without a word. */
    LOST;

    /** The state after this end. */
    public static LaunchState of(LaunchEnd end) {
        return switch (end) {
            case FINISHED -> FINISHED;
            case FAILED -> FAILED;
            case STOPPED -> STOPPED;
            case LOST -> LOST;
        };
    }
}
