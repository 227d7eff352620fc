package dev.syncprotocol.mcp;

import dev.syncprotocol.protocol.error.SyncException;

/**
 * The one front door of the product, for callers without a terminal: the same verbs, the same answers and the same error
 * object as the command line with {@code --json}. Safe for use by several threads.
 */
public interface Door {
    /**
     * Carries out one call. Never throws for what the verb refuses: that is an answer too.
     *
     * <p>An interrupted thread ends a call that only waits; what it waits for goes on.
     */
    Reply call(DoorCall call);

    /** The answer of a call that was refused before a verb could be asked. */
    Reply refuse(SyncException refusal);
}
