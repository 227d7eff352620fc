package dev.syncprotocol.mcp;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to its one answer. Used by the thread that reads, the thread that works, and at the end by the one
 * that waits for it.
 */
final class InFlight {
    private final String id;
    private boolean answered;
    private boolean cancelled;
    private @Nullable Thread waiting;

    InFlight(String id) {
        this.id = id;
    }

    /** Its id as JSON text. */
    String id() {
        return id;
    }

    /** Whether this is the first answer, and one that is still wanted: only then it may be sent. */
    synchronized boolean takesAnswer() {
        boolean first = !answered && !cancelled;
        answered = true;
        return first;
    }

    /** Whether progress is still wanted. */
    synchronized boolean wantsProgress() {
        return !answered && !cancelled;
    }

    /** The client no longer wants it: it gets no answer, and if it only waits it stops waiting. */
    synchronized void cancel() {
        cancelled = true;
        stopWaiting();
    }

    /** Ends the waiting of a call that only waits; it answers what it can say now. */
    synchronized void stopWaiting() {
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    /** Does something that may be interrupted. */
    <T> T interruptibly(Supplier<T> work) {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        waiting = Thread.currentThread();
        if (cancelled) {
            waiting.interrupt();
        }
    }

    private synchronized void end() {
        waiting = null;
        // The thread goes back to others, without a request that was meant for this call.
        Thread.interrupted();
    }
}
