package dev.syncprotocol.agent.model;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The wish to stop, from another thread. Waiting for an answer and pausing end at once when it comes. */
public final class Interruption {
    private final CompletableFuture<Void> wish = new CompletableFuture<>();

    /** Asks to stop. Safe from any thread, also more than once. */
    public void request() {
        wish.complete(null);
    }

    /** Whether somebody asked. */
    public boolean isRequested() {
        return wish.isDone();
    }

    /**
     * Ends here when somebody asked.
     *
     * @throws SyncException {@link ErrorCode#INTERRUPTED}
     */
    public void check() {
        if (isRequested()) {
            throw new SyncException(ErrorCode.INTERRUPTED, "interrupted; nothing was handed over")
                    .withNext("sync agent fulfil");
        }
    }

    /** Waits this long, or until somebody asks to stop, which ends with the failure of {@link #check}. */
    public void pause(Duration length) {
        try {
            wish.get(length.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slept) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        check();
    }

    /**
     * Waits for an answer.
     *
     * @return whether it came within the bound
     */
    boolean await(CompletableFuture<?> answer, Duration bound) {
        try {
            CompletableFuture.anyOf(answer, wish).get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request();
        } catch (ExecutionException failed) {
            return true;
        }
        check();
        return true;
    }
}
