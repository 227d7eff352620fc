package dev.syncprotocol.coordinator.readiness;

/**
 * One thing that keeps the gate closed.
 *
 * @param kind what sort of thing
 * @param name a need's name, {@code command 2}, {@code package of cursor}, or the ticket's path
 * @param reason one sentence
 */
public record GateBlock(Kind kind, String name, String reason) {
    /** What keeps a gate closed. */
    public enum Kind {
        /** The round is not that far, or over. */
        ROUND,
        /** A need is not satisfied. */
        NEED,
        /** The preflight ticket is missing or was made for other inputs. */
        TICKET
    }
}
