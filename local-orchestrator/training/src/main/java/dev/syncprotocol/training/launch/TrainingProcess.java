package dev.syncprotocol.training.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.ErrorKind;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AuditLog;
import dev.syncprotocol.runs.ErrorReport;
import dev.syncprotocol.runs.SecretMask;
import dev.syncprotocol.runs.store.Finished;
import dev.syncprotocol.training.ConfigOverrides;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.LoadedConfig;
import dev.syncprotocol.training.RewardPlace;
import dev.syncprotocol.training.Stage;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfigReader;
import dev.syncprotocol.training.TrainingFailure;
import dev.syncprotocol.training.callback.MetricsCallback;
import dev.syncprotocol.training.process.TrainerEnded;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a training child does with its launch folder: reads {@code order.json}, beats {@code heartbeat.json}, trains, and
 * leaves {@code outcome.json}. Every failure is said in words, reported in a file and ends in one exit code.
 */
public final class TrainingProcess {
    private final Path launchFolder;
    private final Surroundings surroundings;
    private final BooleanSupplier stop;
    private final Heartbeat heartbeat;

    // Mutable: what is known so far, for the outcome of a failure.
    private @Nullable LaunchOrder order;
    private @Nullable Session session;
    private @Nullable Path log;
    private @Nullable Recording recording;
    private long step;
    private long maxSteps;
    private OptionalDouble loss = OptionalDouble.empty();
    private PrintStream out;

    /**
     * What a process finds around it.
     *
     * @param out its standard output
     * @param redirect told once the log is open: gives the stream that writes to the log too
     * @param environment its variables
     * @param processors cores of the machine
     * @param installed the parts of this build
     * @param clock of the run
     */
    public record Surroundings(
            PrintStream out,
            Redirect redirect,
            Map<String, String> environment,
            int processors,
            Installed installed,
            Clock clock) {
        public Surroundings {
            environment = Map.copyOf(environment);
        }
    }

    /** Sends the process's streams into the log as well. */
    public interface Redirect {
        /** Given functions that make standard output and error write to the logs too, returns the new output. */
        PrintStream into(UnaryOperator<PrintStream> output, UnaryOperator<PrintStream> error);
    }

    /**
     * A process for this launch folder.
     *
     * @param stop asked after every step; true = finish the step, save, end
     */
    public TrainingProcess(Path launchFolder, Surroundings surroundings, BooleanSupplier stop) {
        this.launchFolder = launchFolder;
        this.surroundings = surroundings;
        this.stop = stop;
        this.heartbeat = new Heartbeat(launchFolder, surroundings.clock());
        this.out = surroundings.out();
    }

    /** Runs to the end and says the exit code: 0, 1, 2, 4, 5, 6 or 130. */
    public int run() {
        try (heartbeat) {
            TrainingOutcome outcome = outcome();
            outcome.writeTo(launchFolder, surroundings.clock().instant());
            return outcome.exitCode();
        } catch (IOException e) {
            out.println("FATAL: " + launchFolder + ": no outcome could be written: " + e);
            return exitCode(ErrorKind.FAILED);
        }
    }

    private TrainingOutcome outcome() throws IOException {
        try {
            order = LaunchOrder.read(launchFolder);
            heartbeat.begin();
            if (order.run().isPresent()) {
                recording = Recording.take(order, order.run().get(), surroundings.environment(), surroundings.clock());
            }
            return trained(order);
        } catch (RuntimeException | Error e) {
            return recorded(failed(e));
        }
    }

    private TrainingOutcome trained(LaunchOrder given) throws IOException {
        LoadedConfig loaded = new TrainConfigReader(surroundings.installed())
                .read(document(given), given.config().value());
        TrainConfig.Run run = loaded.config().run();
        maxSteps = run.maxSteps();
        log = run.logFile().below(given.workspace());
        try (RunLog opened = RunLog.appendTo(log)) {
            List<OutputStream> said = recording == null ? List.of() : recording.said();
            List<OutputStream> complained = recording == null ? List.of() : recording.complained();
            out = surroundings
                    .redirect()
                    .into(stream -> opened.with(stream, said), stream -> opened.with(stream, complained));
            out.println("DEVICE: " + device(loaded.config()) + " PLAT: " + platform());
            sayCodeDrift();
            audit("start", given, SyncJson.object().put("resume", given.resume().orElse(null)));
            TrainingOutcome outcome = ended(given, loaded);
            audit(
                    "end",
                    given,
                    SyncJson.object()
                            .put("outcome", outcome.kind().name().toLowerCase(Locale.ROOT))
                            .put("exit_code", outcome.exitCode())
                            .put("step", outcome.step()));
            return recorded(outcome);
        }
    }

    private void sayCodeDrift() throws IOException {
        if (recording != null) {
            recording.codeDrift().ifPresent(drift -> out.println("WARNING: the code has changed " + drift));
        }
    }

    /** Start and end state the other logs as they are then (D6). */
    private void audit(String event, LaunchOrder given, ObjectNode facts) {
        facts.put("launch", given.launch());
        facts.put("run", given.run().map(place -> place.folder().value()).orElse(null));
        facts.set("train_log", AuditLog.state(Objects.requireNonNull(log)));
        facts.set("metrics", AuditLog.state(given.workspace().resolve(MetricsCallback.PATH)));
        AuditLog.of(given.workspace(), surroundings.clock()).append(event, facts);
    }

    /** A run is trained by its lock alone; the file it came from must still be the one the gate was asked about. */
    private byte[] document(LaunchOrder given) {
        byte[] asked = given.configBytes();
        return recording == null
                ? ConfigOverrides.apply(asked, given.config().value(), given.set())
                : LockedConfig.document(
                        recording.run().lock().config().effective().at("/train/hyper/" + RunSource.TRAIN_CONFIG));
    }

    /** Makes the run final, whatever became of it; that it cannot be is told and changes nothing of the training. */
    private TrainingOutcome recorded(TrainingOutcome outcome) {
        if (recording == null) {
            return outcome;
        }
        Recording ending = recording;
        recording = null;
        try {
            Finished finished = ending.finish(outcome.exitCode());
            out.println("run " + finished.lock().id() + ": "
                    + finished.manifest().ended().status().word() + ", "
                    + finished.outcome().word());
        } catch (IOException | RuntimeException | Error e) {
            out.println("WARNING: the run could not be finished: " + e);
            out.println("  sync runs recover --all");
        }
        return outcome;
    }

    private TrainingOutcome ended(LaunchOrder given, LoadedConfig loaded) throws IOException {
        try {
            recheck(given, loaded.config());
            session = session(given, loaded);
            Session.Ending ending = session.run(stop, this::beginsAfter);
            ending.step().ifPresent(last -> step = last);
            ending.loss().ifPresent(last -> loss = OptionalDouble.of(last));
            return ending.finished() ? finished() : stopped();
        } catch (RuntimeException | Error e) {
            return failed(e);
        }
    }

    /** The gate asked before this process was started; what it asked is asked again, so nothing trains around it. */
    private void recheck(LaunchOrder given, TrainConfig config) {
        if (config.gate().preflight().isEmpty()) {
            return;
        }
        TicketRecheck recheck =
                new TicketRecheck(given.workspace(), config.gate().preflight().get(), given.config(), surroundings);
        List<String> broken = recheck.findings();
        ObjectNode facts = SyncJson.object().put("ticket_sha256", recheck.sha256());
        audit("ticket_check", given, facts.put("pass", broken.isEmpty()));
        if (!broken.isEmpty()) {
            throw new SyncException(ErrorCode.PREFLIGHT_FAILED, String.join("; ", broken))
                    .withNext("sync preflight run");
        }
    }

    private Session session(LaunchOrder given, LoadedConfig loaded) {
        return loaded.config().engine().process().isPresent()
                ? new OutsideSession(
                        given.workspace(),
                        loaded,
                        given.resume(),
                        Optional.ofNullable(recording).map(Recording::run),
                        surroundings,
                        given.allowed(),
                        given.fresh(),
                        heartbeat,
                        out)
                : new TrainingSession(
                        given.workspace(),
                        loaded,
                        given.resume(),
                        Optional.ofNullable(recording).map(Recording::run),
                        surroundings
                                .installed()
                                .in(new RewardPlace(
                                        given.workspace(), surroundings.environment(), surroundings.clock())),
                        Optional.ofNullable(surroundings.environment().get("SYNC_MODEL_DIR"))
                                .map(Path::of),
                        surroundings.processors(),
                        given.allowed(),
                        given.fresh(),
                        List.of(heartbeat),
                        out,
                        surroundings.clock());
    }

    private void beginsAfter(long done, long last) {
        step = done;
        heartbeat.at(done, last);
    }

    private TrainingOutcome finished() {
        out.println("finished: step " + step + " of " + maxSteps);
        return outcome(TrainingOutcome.Kind.FINISHED, 0, Optional.empty());
    }

    /** D12: a stop is clean only behind a complete checkpoint. */
    private TrainingOutcome stopped() throws IOException {
        if (step == 0 || session == null || !session.saved(step)) {
            return failed(new SyncException(
                    ErrorCode.TRAINING_FAILED, "stopped after step " + step + " before a checkpoint could be saved"));
        }
        out.println("stopped: step " + step + " of " + maxSteps + ", "
                + checkpoint().orElseThrow() + " is saved");
        return outcome(TrainingOutcome.Kind.STOPPED, 130, Optional.empty());
    }

    private TrainingOutcome failed(Throwable failure) throws IOException {
        ErrorKind kind = failure instanceof SyncException known ? known.code().kind() : ErrorKind.FAILED;
        if (failure instanceof TrainingFailure inside) {
            step = Math.max(step, inside.step() - 1);
        }
        say(failure, kind);
        if (order != null && kind != ErrorKind.REFUSED) {
            AuditLog.of(order.workspace(), surroundings.clock())
                    .append(
                            "error",
                            SyncJson.object()
                                    .put("launch", order.launch())
                                    .put("step", step)
                                    .put(
                                            "message",
                                            SecretMask.of(surroundings.environment())
                                                    .mask(messageOf(failure))));
        }
        if (recording != null) {
            recording.failed(exitCode(kind), messageOf(failure), failure);
        }
        Optional<String> report = kind == ErrorKind.REFUSED ? Optional.empty() : Optional.of(report(failure, kind));
        return outcome(TrainingOutcome.Kind.FAILED, exitCode(kind), report);
    }

    private void say(Throwable failure, ErrorKind kind) {
        SecretMask mask = SecretMask.of(surroundings.environment());
        out.println("FATAL: " + mask.mask(messageOf(failure)));
        if (failure instanceof SyncException known) {
            known.violations()
                    .forEach(broken -> out.println(mask.mask("  line " + broken.line() + ", column "
                            + broken.column() + ", " + broken.pointer() + ": " + broken.rule() + ": expected "
                            + broken.expected() + ", found " + broken.found())));
            known.hint().ifPresent(hint -> out.println("  " + hint));
            known.next().forEach(command -> out.println("  " + command));
        }
        if (kind != ErrorKind.REFUSED) {
            out.println("  make failpack");
        }
    }

    private String report(Throwable failure, ErrorKind kind) throws IOException {
        if (order == null) {
            return "";
        }
        Path workspace = order.workspace();
        TrainingFailure inside = failure instanceof TrainingFailure known ? known : null;
        ErrorReport report = new ErrorReport(
                surroundings.clock().instant(),
                messageOf(failure),
                exitCode(kind),
                stageOf(failure).word(),
                inside == null ? step : inside.step(),
                inside == null ? List.of() : inside.batchIds(),
                ErrorReport.traceOf(failure),
                log == null ? List.of() : ErrorReport.tailOf(log),
                effectiveConfig(workspace),
                checkpoint(),
                next(failure, order),
                stderrOf(failure));
        Path file = report.writeTo(workspace, SecretMask.of(surroundings.environment()));
        return "reports/" + file.getFileName();
    }

    private static List<String> next(Throwable failure, LaunchOrder order) {
        List<String> ours = List.of("make failpack", "sync train resume --config " + order.config());
        return failure.getCause() instanceof TrainerEnded trainer
                ? Stream.concat(ours.stream(), Stream.of(trainer.byHand())).toList()
                : ours;
    }

    private static List<String> stderrOf(Throwable failure) {
        return failure.getCause() instanceof TrainerEnded trainer ? trainer.stderr() : List.of();
    }

    private static Stage stageOf(Throwable failure) {
        if (failure instanceof TrainingFailure inside) {
            return inside.stage();
        }
        return failure instanceof SyncException known && known.code() == ErrorCode.DATA_INVALID
                ? Stage.DATA
                : Stage.SETUP;
    }

    private static Optional<Sha256> effectiveConfig(Path workspace) throws IOException {
        Path file = workspace.resolve(EffectiveConfig.PATH);
        return Files.exists(file) ? Optional.of(Sha256.ofFile(file)) : Optional.empty();
    }

    private TrainingOutcome outcome(TrainingOutcome.Kind kind, int exitCode, Optional<String> report) {
        return new TrainingOutcome(
                kind, exitCode, step, maxSteps, loss, checkpoint(), report.filter(path -> !path.isEmpty()));
    }

    private Optional<String> checkpoint() {
        return session == null ? Optional.empty() : session.newestCheckpoint();
    }

    private static String messageOf(Throwable failure) {
        return failure instanceof SyncException ? failure.getMessage() : failure.toString();
    }

    /** The codes of the engine process contract; a kind without one of its own counts as failed. */
    private static int exitCode(ErrorKind kind) {
        return switch (kind) {
            case REFUSED -> 2;
            case LOCKED -> 5;
            case INTEGRITY -> 6;
            case INTERRUPTED -> 130;
            case CONFLICT -> 4;
            case FAILED, WAITING, ENGINE_FAILED -> 1;
        };
    }

    private static String device(TrainConfig config) {
        return config.engine().process().isPresent() ? EffectiveConfig.OUTSIDE : "cpu";
    }

    private static String platform() {
        return System.getProperty("os.name") + "-" + System.getProperty("os.version") + "-"
                + System.getProperty("os.arch");
    }
}
