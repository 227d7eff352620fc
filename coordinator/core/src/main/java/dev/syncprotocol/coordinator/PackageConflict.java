package dev.syncprotocol.coordinator;

import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/** A second package of the same party and round with other content. Exit 4: somebody has to decide. */
public final class PackageConflict extends SyncException {
    private static final long serialVersionUID = 1L;

    private final Party from;
    private final RoundNumber round;
    private final Sha256 recorded;
    private final Sha256 offered;

    PackageConflict(Party from, RoundNumber round, Sha256 recorded, Sha256 offered) {
        super(
                ErrorCode.PACKAGE_CONFLICT,
                "round " + round + " already holds a package of " + from + " with other content: recorded "
                        + recorded.abbreviated() + ", offered " + offered.abbreviated(),
                null,
                "the recorded package stands. Give the new content in the next round's package, or record it as a new"
                        + " revision with --supersede and the reason, --why TEXT",
                List.of(),
                List.of("sync log", "sync ingest FILE --supersede --why TEXT", "sync status"));
        this.from = from;
        this.round = round;
        this.recorded = recorded;
        this.offered = offered;
    }

    /** Whose packages they are. */
    public Party from() {
        return from;
    }

    /** Of which round. */
    public RoundNumber round() {
        return round;
    }

    /** Digest of the recorded package's canonical form. */
    public Sha256 recorded() {
        return recorded;
    }

    /** Digest of the offered package's canonical form. */
    public Sha256 offered() {
        return offered;
    }
}
