package dev.syncprotocol.coordinator.round;

/** How a launch ended, as its record says. */
public enum LaunchEnd {
    /** All steps done. */
    FINISHED,
    /** Ended by an error of its own. */
    FAILED,
    /** Stopped by a signal after a complete checkpoint. */
    STOPPED,
    /** The process vanished without a word. */
    LOST
}
