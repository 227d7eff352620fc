package dev.syncprotocol.training.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import dev.syncprotocol.runs.Timestamp;
import dev.syncprotocol.training.Callback;
import dev.syncprotocol.training.StepReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * {@code heartbeat.json}: replaced atomically at the start, at every step and every second in between, so that a watcher
 * can tell a long step from a dead process.
 */
final class Heartbeat implements Callback {
    private static final long PERIOD_SECONDS = 1;

    private final Path file;
    private final Clock clock;
    private final AtomicReference<Beat> beat;
    // Of this process: touched by the training thread alone.
    private double spent;
    private long steps;
    private final AtomicReference<IOException> fault = new AtomicReference<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    private record Beat(
            long step, long maxSteps, OptionalDouble loss, OptionalDouble tokensPerSecond, OptionalDouble secondsLeft) {
        /** Before the first step of this process. */
        static Beat silent(long step, long maxSteps) {
            OptionalDouble unknown = OptionalDouble.empty();
            return new Beat(step, maxSteps, unknown, unknown, unknown);
        }
    }

    Heartbeat(Path launchFolder, Clock clock) {
        this.file = launchFolder.resolve("heartbeat.json");
        this.clock = clock;
        this.beat = new AtomicReference<>(Beat.silent(0, 0));
    }

    /** Writes the first beat and keeps beating. */
    void begin() {
        write();
        timer.scheduleAtFixedRate(this::beatAgain, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** Says how far the run already is. */
    void at(long step, long maxSteps) {
        beat.set(Beat.silent(step, maxSteps));
        write();
    }

    @Override
    public void onStep(StepReport report) {
        double seconds = report.elapsed().toNanos() / 1e9;
        spent += seconds;
        steps++;
        reached(
                report.step(),
                report.maxSteps(),
                report.stats().loss(),
                seconds > 0 ? OptionalDouble.of(report.stats().tokens() / seconds) : OptionalDouble.empty(),
                OptionalDouble.of((report.maxSteps() - report.step()) * spent / steps));
    }

    /** Says which step is done. */
    void reached(long step, long maxSteps, double loss, OptionalDouble tokensPerSecond, OptionalDouble secondsLeft) {
        beat.set(new Beat(step, maxSteps, OptionalDouble.of(loss), tokensPerSecond, secondsLeft));
        write();
    }

    @Override
    public void onEnd(StepReport last) {
        // The outcome says how it ended.
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** On the timer's thread nobody would see an exception, so it is kept for the next step's write. */
    private void beatAgain() {
        try {
            replace();
        } catch (IOException e) {
            fault.set(e);
        }
    }

    private void write() {
        try {
            replace();
            IOException earlier = fault.getAndSet(null);
            if (earlier != null) {
                throw earlier;
            }
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, file + ": " + e.getMessage(), e);
        }
    }

    private synchronized void replace() throws IOException {
        Beat now = beat.get();
        ObjectNode tree = SyncJson.object()
                .put("pid", ProcessHandle.current().pid())
                .put("at", Timestamp.inFile(clock.instant()))
                .put("step", now.step())
                .put("max_steps", now.maxSteps())
                .put("loss", boxed(now.loss()))
                .put("tokens_per_s", boxed(now.tokensPerSecond()))
                .put("seconds_left", boxed(now.secondsLeft()));
        AtomicFile.replace(file, SyncJson.compact(tree).getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }
}
