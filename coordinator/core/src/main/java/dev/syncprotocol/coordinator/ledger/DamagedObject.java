package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;

/** A git object of the ledger is gone, or its bytes are not what they were when it was written. */
final class DamagedObject extends SyncException {
    private static final long serialVersionUID = 1L;

    private final boolean missing;

    /**
     * The fact.
     *
     * @param id the object's name
     * @param cause what JGit says of it
     */
    DamagedObject(AnyObjectId id, IOException cause) {
        super(
                ErrorCode.LEDGER_BROKEN,
                "the git object " + id.name() + " of the ledger is "
                        + (cause instanceof MissingObjectException ? "missing" : "corrupt"),
                cause,
                "git fsck names every damaged object; another clone may still have it",
                List.of(),
                List.of("sync verify"));
        this.missing = cause instanceof MissingObjectException;
    }

    /** How it shows in an audit. */
    LedgerFinding.Kind finding() {
        return missing ? LedgerFinding.Kind.MISSING : LedgerFinding.Kind.CHANGED;
    }
}
