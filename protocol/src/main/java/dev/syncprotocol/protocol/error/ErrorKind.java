package dev.syncprotocol.protocol.error;

/**
 * What kind of end a failed call came to: the coarse word under which every {@link ErrorCode} stands.
 *
 * <p>The command line maps each kind to one exit code (interfaces.md section 2); nothing else does.
 */
public enum ErrorKind {
    /** Failed unexpectedly: an exception while training, I/O. Exit 1. */
    FAILED,
    /** Usage, invalid config or package, failed preflight: change the input. Exit 2. */
    REFUSED,
    /** Nothing changed, not yet: the same call may succeed later. Exit 3. */
    WAITING,
    /** Same party and round with other content, or a diverged ledger: decide. Exit 4. */
    CONFLICT,
    /** Another live process holds the lock. Exit 5. */
    LOCKED,
    /** A digest differs, or the ledger was rewritten: look. Exit 6. */
    INTEGRITY,
    /** The engine ran and failed, or was lost. Exit 7. */
    ENGINE_FAILED,
    /** Interrupted, after a checkpoint was saved where there was one to save. Exit 130. */
    INTERRUPTED;

    /** Whether the very same call can succeed later without a change of its input. */
    public boolean retryable() {
        return this == WAITING || this == LOCKED;
    }
}
