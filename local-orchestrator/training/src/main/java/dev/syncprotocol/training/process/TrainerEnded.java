package dev.syncprotocol.training.process;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/** An outside trainer ended other than it should, or was ended since it did. */
public final class TrainerEnded extends SyncException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> stderr;
    private final String byHand;

    /**
     * The end.
     *
     * @param stderr the last lines of its standard error
     * @param byHand the line a person types to start the same
     */
    public TrainerEnded(String message, List<String> stderr, String byHand) {
        super(ErrorCode.TRAINING_FAILED, message);
        this.stderr = List.copyOf(stderr);
        this.byHand = byHand;
    }

    /** The last lines of its standard error, oldest first. */
    public List<String> stderr() {
        return stderr;
    }

    /** The line a person types to start the same. */
    public String byHand() {
        return byHand;
    }
}
