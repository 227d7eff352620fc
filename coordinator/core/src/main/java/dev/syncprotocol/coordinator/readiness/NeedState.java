package dev.syncprotocol.coordinator.readiness;

/** What is known of a need right now (coordinator.md sections 6 and 9). */
public enum NeedState {
    /** Nothing declared, or nothing there yet. */
    MISSING,
    /** Something lies at the path, but no package of the party asked declares it. */
    PRESENT_UNDECLARED,
    /** What lies there has another digest than the one declared or pinned, or a pinned artifact is gone. */
    MISMATCH,
    /** What lies there breaks an {@code accept} rule. */
    REJECTED,
    /** Only a stand-in is there. */
    DEGRADED,
    /** Declared, there, with the right digest, and accepted. */
    SATISFIED
}
