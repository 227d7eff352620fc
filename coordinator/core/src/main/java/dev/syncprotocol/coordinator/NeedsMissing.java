package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.readiness.GateDecision;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/** The gate is closed: required needs are not satisfied yet. Exit 3; the very same call may succeed later. */
public final class NeedsMissing extends SyncException {
    private static final long serialVersionUID = 1L;

    private final transient GateDecision gate;

    NeedsMissing(GateDecision gate) {
        super(
                ErrorCode.NEED_MISSING,
                "the gate is closed: " + String.join(", ", gate.blockedBy()),
                null,
                "sync explain shows what is missing and what would satisfy it",
                List.of(),
                gate.next());
        this.gate = gate;
    }

    /** The decision with the proof of every need. */
    public GateDecision gate() {
        return gate;
    }
}
