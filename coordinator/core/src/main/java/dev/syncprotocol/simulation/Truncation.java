package dev.syncprotocol.simulation;

import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.util.Optional;

/** A ledger that was cut back: every verb refuses it, and {@code verify} says why. */
final class Truncation {
    private Truncation() {}

    static void isNoticed(Coordinator coordinator) throws IOException {
        BrokenInvariant.same(
                Optional.of(ErrorCode.LEDGER_TRUNCATED),
                coordinator.verify().code(),
                Invariant.VERIFY_NAMES_THE_TAMPERED,
                "verify on a truncated ledger");
        try {
            coordinator.abandonRound("not while the ledger is cut back");
        } catch (SyncException refusal) {
            BrokenInvariant.same(
                    ErrorCode.LEDGER_TRUNCATED,
                    refusal.code(),
                    Invariant.VERIFY_NAMES_THE_TAMPERED,
                    "a write to a truncated ledger");
            return;
        }
        throw new BrokenInvariant(Invariant.VERIFY_NAMES_THE_TAMPERED, "a truncated ledger was written to");
    }
}
