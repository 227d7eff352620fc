package dev.syncprotocol.coordinator;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;
import java.util.stream.Collectors;

/** Other content lies where an artifact was to be restored. Exit 4; nothing was written. */
public final class RestoreConflict extends SyncException {
    private static final long serialVersionUID = 1L;

    private final transient List<ArtifactMismatch.Difference> differences;

    RestoreConflict(List<ArtifactMismatch.Difference> differences) {
        super(
                ErrorCode.RESTORE_CONFLICT,
                differences.stream()
                        .map(ArtifactMismatch.Difference::reason)
                        .collect(Collectors.joining("; ", "nothing was restored: ", "")),
                null,
                "nothing is ever written over; --to DIR restores into a new folder",
                List.of(),
                List.of("sync restore --to restored", "sync verify"));
        this.differences = List.copyOf(differences);
    }

    /** Every artifact in whose place other content lies. */
    public List<ArtifactMismatch.Difference> differences() {
        return differences;
    }
}
