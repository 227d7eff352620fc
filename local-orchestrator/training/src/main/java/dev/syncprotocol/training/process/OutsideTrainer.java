package dev.syncprotocol.training.process;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The process of an outside trainer: what it says goes into the log line by line, and the end of its standard error is
 * kept. Used by one thread.
 */
public final class OutsideTrainer implements AutoCloseable {
    /** Lines of standard error that are kept. */
    static final int STDERR_LINES = 50;

    private static final Duration PUMPS = Duration.ofSeconds(2);

    private final Process process;
    private final List<Thread> pumps;
    private final Deque<String> stderr = new ArrayDeque<>();
    private final AtomicLong words = new AtomicLong();

    private OutsideTrainer(Process process, PrintStream out) {
        this.process = process;
        this.pumps = List.of(
                pump(process.getInputStream(), line -> said(line, out)),
                pump(process.getErrorStream(), line -> complained(line, out)));
    }

    private interface LineSink {
        void take(String line);
    }

    /**
     * Starts it.
     *
     * @param command its program was found
     * @param directory it runs in
     * @param more variables beside those of this process
     * @param out where its words go
     * @throws SyncException {@link ErrorCode#CONFIG_INVALID} when the system cannot start it
     */
    public static OutsideTrainer start(
            TrainerCommand command, Path directory, Map<String, String> more, PrintStream out) {
        ProcessBuilder builder = new ProcessBuilder(command.arguments())
                .directory(directory.toFile())
                .redirectInput(Redirect.from(new File(File.separatorChar == '\\' ? "NUL" : "/dev/null")));
        builder.environment().putAll(more);
        try {
            return new OutsideTrainer(builder.start(), out);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, "the trainer cannot be started: " + e.getMessage(), e)
                    .withHint("correct engine.process.command; by hand: " + command.byHand(directory));
        }
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** When the system started it. */
    public Instant startedAt() {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    /** Its exit code, waiting this long at most; 128 and the signal's number where a signal ended it. */
    public OptionalInt ended(Duration wait) {
        try {
            return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, "interrupted while the trainer was running", e);
        }
    }

    /**
     * Passes SIGTERM on and waits; what is still there after the grace is killed, with all it started.
     *
     * @return its exit code; empty when it had to be killed
     */
    public OptionalInt stop(Duration grace) {
        List<ProcessHandle> started = descendants();
        process.destroy();
        OptionalInt ended = ended(grace);
        if (ended.isEmpty()) {
            started = descendants();
            process.destroyForcibly();
        } else {
            started.forEach(ProcessHandle::destroy);
            started.forEach(left -> await(left, grace));
        }
        started.forEach(ProcessHandle::destroyForcibly);
        return ended;
    }

    private static void await(ProcessHandle handle, Duration longest) {
        handle.onExit()
                .completeOnTimeout(handle, longest.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** The last lines of its standard error, oldest first. */
    public List<String> stderrTail() {
        synchronized (stderr) {
            return List.copyOf(stderr);
        }
    }

    /** Lines it said so far: a trainer that says nothing more may hang. */
    public long words() {
        return words.get();
    }

    /** Resident megabytes of the trainer and all it started; empty where the system does not tell. */
    public OptionalLong memory(MemoryOf memory) {
        List<ProcessHandle> all = new ArrayList<>(descendants());
        all.add(process.toHandle());
        OptionalLong sum = OptionalLong.empty();
        for (ProcessHandle handle : all) {
            OptionalLong part = memory.megabytes(handle.pid());
            sum = part.isPresent() ? OptionalLong.of(sum.orElse(0) + part.getAsLong()) : sum;
        }
        return sum;
    }

    /** How much memory a process holds. */
    public interface MemoryOf {
        /** Resident megabytes; empty where the system does not tell. */
        OptionalLong megabytes(long pid);
    }

    /** Waits until its last words are in the log. A process it left behind may hold the pipe open; that is not waited for. */
    public void drain() {
        try {
            for (Thread pump : pumps) {
                pump.join(PUMPS.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills what is still there: only after a failure of this side. */
    @Override
    public void close() {
        descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    private void said(String line, PrintStream out) {
        words.incrementAndGet();
        out.println(line);
    }

    private void complained(String line, PrintStream out) {
        synchronized (stderr) {
            stderr.addLast(line);
            if (stderr.size() > STDERR_LINES) {
                stderr.removeFirst();
            }
        }
        said(line, out);
    }

    private static Thread pump(InputStream from, LineSink sink) {
        Thread thread = new Thread(() -> copy(from, sink), "trainer-words");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The pipe breaks when the process is killed: then there is nothing more to say. */
    private static void copy(InputStream from, LineSink sink) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                sink.take(line);
            }
        } catch (IOException broken) {
            sink.take("(the trainer's words end here: " + broken.getMessage() + ")");
        }
    }
}
