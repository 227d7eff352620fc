package dev.syncprotocol.training.launch;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.SecretMask;
import dev.syncprotocol.runs.open.OpenRun;
import dev.syncprotocol.runs.store.FinishOptions;
import dev.syncprotocol.runs.store.Finished;
import dev.syncprotocol.runs.store.RunFolder;
import dev.syncprotocol.runs.store.RunLock;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The run of this process, from the moment it is taken until it is final. What is printed in between is in its logs;
 * what is printed afterwards is not, since nothing writes into a final run.
 */
final class Recording implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final Path workspace;
    private final Path folder;
    private final Clock clock;
    private final OpenRun run;
    private final Tap stdout;
    private final Tap stderr;
    private final Tap record;

    private Recording(Path workspace, Path folder, OpenRun run, Clock clock) {
        this.workspace = workspace;
        this.folder = folder;
        this.run = run;
        this.clock = clock;
        this.stdout = new Tap(run.stdout());
        this.stderr = new Tap(run.stderr());
        this.record = new Tap(run.record());
    }

    /**
     * Takes the run of an order.
     *
     * @throws SyncException {@link ErrorCode#LOCK_MISMATCH} when its lock is not the one that was ordered, or the
     *     environment names another run
     */
    static Recording take(LaunchOrder order, LaunchOrder.RunPlace place, Map<String, String> environment, Clock clock)
            throws IOException {
        Path folder = place.folder().below(order.workspace());
        Sha256 lock = Sha256.ofFile(folder.resolve("config.lock.json"));
        String named = environment.getOrDefault("EXPERIMENT_DIR", place.folder().value());
        if (!lock.equals(place.lockSha256())
                || !order.workspace().resolve(named).normalize().equals(folder)) {
            throw new SyncException(
                    ErrorCode.LOCK_MISMATCH,
                    place.folder() + " is not the run this launch was ordered for: its lock is " + lock.abbreviated()
                            + ", ordered " + place.lockSha256().abbreviated() + "; EXPERIMENT_DIR is " + named);
        }
        SecretMask mask = SecretMask.of(environment);
        return new Recording(order.workspace(), folder, OpenRun.take(order.workspace(), folder, mask, clock), clock);
    }

    OpenRun run() {
        return run;
    }

    /** What changed in the code since the training this one goes on from, where that was allowed. */
    Optional<String> codeDrift() throws IOException {
        return Optional.ofNullable(RunLock.runtimeOf(folder.resolve(RunFolder.LOCK))
                .path("code_drift")
                .textValue());
    }

    /** Where what the process says goes. */
    List<OutputStream> said() {
        return List.of(stdout, record);
    }

    /** Where what it complains of goes. */
    List<OutputStream> complained() {
        return List.of(stderr);
    }

    /** Puts a failure and its trace into the run's errors. */
    void failed(int exitCode, String reason, Throwable failure) throws IOException {
        run.logger().trace(failure);
        run.logger().fatal(exitCode, reason);
    }

    /** Makes the run final; afterwards its logs hear nothing any more. */
    Finished finish(int exitCode) throws IOException {
        close();
        return new RunStore(workspace, clock, WAIT)
                .finish(folder, new FinishOptions(exitCode, FinishOptions.Promotion.OK_ONLY));
    }

    @Override
    public void close() throws IOException {
        stdout.shut();
        stderr.shut();
        record.shut();
        run.close();
    }

    /** A stream that can be shut while others still write to it. */
    private static final class Tap extends OutputStream {
        private final OutputStream target;
        private boolean open = true;

        Tap(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) throws IOException {
            if (open) {
                target.write(bytes, from, length);
            }
        }

        synchronized void shut() throws IOException {
            open = false;
            target.close();
        }
    }
}
