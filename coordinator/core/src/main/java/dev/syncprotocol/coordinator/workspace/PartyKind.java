package dev.syncprotocol.coordinator.workspace;

/** Which side of the hand-over a party is. */
public enum PartyKind {
    /** The one that builds and trains here; a workspace has exactly one. */
    LOCAL,
    /** One that supplies what the local party lacks. */
    EXTERNAL
}
