package dev.syncprotocol.runs.open;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.SecretMask;
import dev.syncprotocol.runs.store.FileKind;
import dev.syncprotocol.runs.store.RunFolder;
import dev.syncprotocol.runs.store.RunLock;
import dev.syncprotocol.runs.store.StoreFiles;
import dev.syncprotocol.runs.store.StoreLock;
import dev.syncprotocol.runs.store.Tombstone;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run that a trainer writes: the only way into its folder. Holds the OS lock on {@code .run.lock} until it is closed;
 * closing finishes nothing, {@link dev.syncprotocol.runs.store.RunStore#finish} does. Nothing here overwrites a file.
 */
public final class OpenRun implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final long MEGABYTE = 1 << 20;

    private final StoreFiles files = StoreFiles.unwatched();
    private final RunFolder run;
    private final RunLock lock;
    private final Clock clock;
    private final SecretMask mask;
    private final StoreLock held;
    private final RunLogger logger;
    private Optional<MetricsWriter> metrics = Optional.empty();
    private boolean closed;

    private OpenRun(RunFolder run, RunLock lock, StoreLock held, SecretMask mask, Clock clock) throws IOException {
        this.run = run;
        this.lock = lock;
        this.held = held;
        this.clock = clock;
        this.mask = mask;
        JsonNode logging = lock.config().effective().get("logging");
        this.logger = new RunLogger(
                run.at(RunFolder.LOGS),
                RunLogger.Level.valueOf(logging.get("level").asText()),
                logging.get("rotate_mb").asLong() * MEGABYTE,
                mask,
                clock);
    }

    /**
     * Takes an open run for this process.
     *
     * @param workspace absolute
     * @param folder the run's folder
     * @param mask the secrets that stay out of the logs
     * @throws SyncException {@link ErrorCode#LOCK_MISMATCH} when the folder is not the one its lock names, {@link
     *     ErrorCode#RUN_EXISTS} when it is final or being finished, {@link ErrorCode#LOCKED} when a live process has it
     */
    public static OpenRun take(Path workspace, Path folder, SecretMask mask, Clock clock) throws IOException {
        RunFolder run = new RunFolder(folder);
        RunLock lock = RunLock.read(run.at(RunFolder.LOCK));
        if (!workspace.resolve(lock.experimentDir()).normalize().equals(folder)) {
            throw new SyncException(
                    ErrorCode.LOCK_MISMATCH, folder + " is not where its lock says: " + lock.experimentDir());
        }
        StoreLock held = StoreLock.take(run.at(RunFolder.RUN_LOCK), WAIT, "the run " + run.name());
        try {
            refuseClosed(run);
            held.sign("pid " + ProcessHandle.current().pid() + "\n");
            return new OpenRun(run, lock, held, mask, clock);
        } catch (IOException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private static void refuseClosed(RunFolder run) throws IOException {
        JsonNode manifest = SyncJson.read(Files.readString(run.at(RunFolder.MANIFEST)));
        boolean open = manifest.path("state").asText().equals("open");
        if (!open || Files.exists(run.at(RunFolder.CLOSING))) {
            throw new SyncException(ErrorCode.RUN_EXISTS, run.name() + " is closed: a run is never written twice");
        }
    }

    /** What the trainer may read, and nothing else. */
    public RunLock lock() {
        return lock;
    }

    /**
     * Opens the evaluations, behind the rows that are there.
     *
     * @param out where each row is shown
     */
    public MetricsWriter metrics(PrintStream out) throws IOException {
        MetricsWriter opened = MetricsWriter.of(files, run, lock.config(), out, clock);
        metrics = Optional.of(opened);
        return opened;
    }

    /** The log. */
    public RunLogger logger() {
        return logger;
    }

    /** A stream whose lines become records of the log: a warning or an error where they begin with that word. */
    public OutputStream record() {
        return new Lines(line -> logger.log(level(line), line.replaceFirst("^(WARNING|FATAL): ", "")));
    }

    private static RunLogger.Level level(String line) {
        if (line.startsWith("FATAL: ")) {
            return RunLogger.Level.ERROR;
        }
        return line.startsWith("WARNING: ") ? RunLogger.Level.WARNING : RunLogger.Level.INFO;
    }

    /** {@code logs/stdout.log}: what the process says, line by line, secrets masked. */
    public OutputStream stdout() {
        return raw("stdout.log");
    }

    /** {@code logs/stderr.log}, likewise. */
    public OutputStream stderr() {
        return raw("stderr.log");
    }

    private OutputStream raw(String name) {
        Path file = run.at(RunFolder.LOGS + "/" + name);
        return new Lines(line ->
                Files.writeString(file, mask.mask(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Whether this step is kept already. */
    public boolean hasCheckpoint(long step) {
        return Files.exists(run.at(RunFolder.checkpoint(step)));
    }

    /**
     * Keeps a step's checkpoint, then deletes those that {@code keep_last_k} lets go, each with a tombstone first; the
     * best so far always stays (run-store.md section 12).
     *
     * @throws java.nio.file.FileAlreadyExistsException when the step is kept already
     */
    public void checkpoint(long step, StoreFiles.Content content) throws IOException {
        files.publish(run.at(RunFolder.checkpoint(step)), content);
        List<Long> steps = steps();
        int keep = lock.config().keepLastK();
        int surplus = keep == 0 ? 0 : Math.max(0, steps.size() - keep);
        Optional<Long> best = metrics.flatMap(rows -> rows.best(steps));
        for (long old : steps.subList(0, surplus)) {
            if (!best.equals(Optional.of(old))) {
                bury(RunFolder.checkpoint(old));
            }
        }
    }

    private void bury(String path) throws IOException {
        Path file = run.at(path);
        Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Tombstone stone = new Tombstone(
                path,
                Files.size(file),
                Sha256.ofFile(file),
                FileKind.CHECKPOINT,
                "keep_last_k",
                "trainer",
                at.toString());
        byte[] line = (SyncJson.compact(stone.tree()) + "\n").getBytes(StandardCharsets.UTF_8);
        files.append(run.at(RunFolder.TOMBSTONES), line);
        files.delete(file);
    }

    private List<Long> steps() throws IOException {
        try (Stream<Path> all = Files.list(run.at(RunFolder.CHECKPOINTS))) {
            return all.map(file -> FileKind.step(RunFolder.CHECKPOINTS + "/" + file.getFileName()))
                    .flatMap(step -> step.isPresent() ? Stream.of(step.getAsLong()) : Stream.empty())
                    .sorted()
                    .toList();
        }
    }

    /** Gives the run away; a second call does nothing. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (held) {
                logger.close();
            }
        }
    }
}
