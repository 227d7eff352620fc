package dev.syncprotocol.coordinator.round;

/** How a command of the round ended. */
public enum CommandResult {
    /** Carried out. */
    DONE,
    /** Not carried out, with a reason. */
    FAILED
}
