package dev.syncprotocol.training.checkpoint;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A checkpoint that is not what its manifest says (CK-3); never replaced silently by an older one. */
public final class CheckpointDamaged extends SyncException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final transient @Nullable Path newestGood;

    /**
     * The damage.
     *
     * @param file the file that is missing or differs
     * @param fault what is wrong with it
     * @param newestGood the newest older checkpoint that verifies, if there is one
     */
    CheckpointDamaged(Path file, String fault, Optional<Path> newestGood) {
        super(
                ErrorCode.CHECKPOINT_DAMAGED,
                file + " " + fault
                        + newestGood
                                .map(good -> "; the newest older checkpoint that verifies is " + good)
                                .orElse("; no older checkpoint verifies"),
                null,
                "nothing was resumed",
                List.of(),
                newestGood
                        .map(good -> List.of("sync train resume --resume " + good))
                        .orElse(List.of()));
        this.file = file;
        this.newestGood = newestGood.orElse(null);
    }

    /** The file that is missing or differs. */
    public Path file() {
        return file;
    }

    /** The newest older checkpoint that verifies. */
    public Optional<Path> newestGood() {
        return Optional.ofNullable(newestGood);
    }
}
