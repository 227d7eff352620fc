package dev.syncprotocol.mcp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The requests that are being answered, each on a thread of its own as long as there are threads. */
final class CallsInFlight {
    private static final int THREADS = 32;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Map<String, InFlight> calls = new ConcurrentHashMap<>();
    private final ExecutorService workers = workers();

    /** Threads that do not keep the program alive. */
    private static ExecutorService workers() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "sync-mcp-call");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** A new request; empty when one with this id is not answered yet. */
    Optional<InFlight> begin(String id) {
        InFlight call = new InFlight(id);
        return calls.putIfAbsent(id, call) == null ? Optional.of(call) : Optional.empty();
    }

    /** The request with this id that is not answered yet. */
    Optional<InFlight> find(String id) {
        return Optional.ofNullable(calls.get(id));
    }

    void end(InFlight call) {
        calls.remove(call.id(), call);
    }

    void work(Runnable work) {
        workers.execute(work);
    }

    /**
     * Takes no more work and waits until every request has its answer. After the bound those that only wait are told to
     * stop waiting, and what is left then is given up.
     */
    void finish(Duration bound) {
        workers.shutdown();
        if (!ended(bound)) {
            List.copyOf(calls.values()).forEach(InFlight::stopWaiting);
            ended(GRACE);
        }
    }

    private boolean ended(Duration bound) {
        try {
            return workers.awaitTermination(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
