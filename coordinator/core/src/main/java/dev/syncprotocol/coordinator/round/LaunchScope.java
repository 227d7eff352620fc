package dev.syncprotocol.coordinator.round;

/** What a launch is for. */
public enum LaunchScope {
    /** A local loop, {@code gate.needs: []}: allowed before the hand-over, never moves the round. */
    LOOP,
    /** The training of the round: needs the gate, moves READY to TRAINING and on. */
    ROUND
}
