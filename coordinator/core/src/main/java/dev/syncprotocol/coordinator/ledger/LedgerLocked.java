package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Another live process holds the ledger's lock for longer than the bound. Exit 5: try again soon. */
public final class LedgerLocked extends SyncException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<LockHolder> holder;

    LedgerLocked(Duration waited, Optional<LockHolder> holder) {
        super(
                ErrorCode.LOCKED,
                "the ledger is locked"
                        + holder.map(who -> " by process " + who.pid() + " on " + who.host())
                                .orElse("") + "; waited " + waited.toMillis() + " ms",
                null,
                "try again soon; the lock frees itself when its holder ends",
                List.of(),
                List.of("sync status"));
        this.holder = holder;
    }

    /** Who holds it, as far as it left a note. */
    public Optional<LockHolder> holder() {
        return holder;
    }
}
