package dev.syncprotocol.simulation;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;

/** An invariant does not hold. */
final class BrokenInvariant extends SyncException {
    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    BrokenInvariant(Invariant invariant, String detail) {
        super(ErrorCode.SIMULATION_FAILED, detail);
        this.invariant = invariant;
    }

    BrokenInvariant(Invariant invariant, String detail, Throwable cause) {
        super(ErrorCode.SIMULATION_FAILED, detail, cause);
        this.invariant = invariant;
    }

    Invariant invariant() {
        return invariant;
    }

    static void require(boolean holds, Invariant invariant, String detail) {
        if (!holds) {
            throw new BrokenInvariant(invariant, detail);
        }
    }

    static void same(Object expected, Object found, Invariant invariant, String what) {
        require(expected.equals(found), invariant, what + ": expected " + expected + ", found " + found);
    }
}
