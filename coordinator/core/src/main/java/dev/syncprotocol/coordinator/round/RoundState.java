package dev.syncprotocol.coordinator.round;

/**
 * Where a round stands: the fold of its events (coordinator.md section 4). What leads from one to the next is decided by
 * {@link RoundTransitions} alone.
 */
public enum RoundState {
    /** Commands are issued, fewer than three are reported. */
    OPEN,
    /** Three commands are reported; the local package is due. */
    HANDOVER,
    /** A required need of this or an earlier round is open. */
    WAITING,
    /** Nothing is open; the gate can open. */
    READY,
    /** The engine runs. */
    TRAINING,
    /** The engine ended with an error, was stopped or was lost. */
    FAILED,
    /** The training of this round finished. */
    DONE,
    /** Given up, with a reason. */
    ABANDONED;

    /** Whether nothing but the next round can follow. */
    public boolean isOver() {
        return this == DONE || this == ABANDONED;
    }

    /** Whether the local party has handed its package over. */
    public boolean isHandedOver() {
        return this != OPEN && this != HANDOVER && this != ABANDONED;
    }
}
