package dev.syncprotocol.gates.scorer;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scorer gave no usable answer; the call's evidence says what came. */
public final class ScorerFailed extends SyncException {
    private static final long serialVersionUID = 1L;

    private final transient ScorerCall call;

    /**
     * A failed call.
     *
     * @param why one clause, without prompt and key
     */
    public ScorerFailed(String why, ScorerCall call, @Nullable Throwable cause) {
        super(
                ErrorCode.PREFLIGHT_FAILED,
                "the scorer " + call.provider() + " failed: " + why,
                cause,
                null,
                List.of(),
                List.of());
        this.call = call;
    }

    /** What is known about the call. */
    public ScorerCall call() {
        return call;
    }
}
