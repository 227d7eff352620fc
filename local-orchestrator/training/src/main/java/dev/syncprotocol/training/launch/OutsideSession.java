package dev.syncprotocol.training.launch;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AuditLog;
import dev.syncprotocol.runs.MetricsLog;
import dev.syncprotocol.runs.Timestamp;
import dev.syncprotocol.runs.open.OpenRun;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.LoadedConfig;
import dev.syncprotocol.training.ProcessKeys;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.callback.MetricsCallback;
import dev.syncprotocol.training.callback.ResidentMemory;
import dev.syncprotocol.training.callback.ShadowEvalCallback;
import dev.syncprotocol.training.checkpoint.ManifestChain;
import dev.syncprotocol.training.checkpoint.OutputLock;
import dev.syncprotocol.training.checkpoint.OutsideCheckpoints;
import dev.syncprotocol.training.process.OutsideTrainer;
import dev.syncprotocol.training.process.TrainerCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One training by an outside trainer, TRL or torchrun for example: the same locks, logs, chains and refusals as a training
 * of our own, around a process that is not ours (docs/decisions/0029).
 *
 * @param workspace the folder all paths are relative to
 * @param loaded the configuration, which has {@code engine.process}
 * @param resume checkpoint folder to go on from; empty = a fresh run
 * @param run the run it is written into; empty where there is none
 * @param surroundings of this process
 * @param allowed keys that may differ from those of the checkpoint (CK-5)
 * @param fresh whether checkpoints of an earlier run are moved aside (D38)
 * @param heartbeat of this process
 * @param out where the run's words go
 */
record OutsideSession(
        Path workspace,
        LoadedConfig loaded,
        Optional<String> resume,
        Optional<OpenRun> run,
        TrainingProcess.Surroundings surroundings,
        List<String> allowed,
        boolean fresh,
        Heartbeat heartbeat,
        PrintStream out)
        implements Session {
    /** The variable that tells the trainer where the effective config is. */
    static final String CONFIG_VARIABLE = "SYNC_TRAIN_CONFIG";

    OutsideSession {
        allowed = List.copyOf(allowed);
    }

    @Override
    public Ending run(BooleanSupplier stop, Progress progress) {
        Path folder = outputDir().below(workspace);
        try {
            TrainerMark mark = new TrainerMark(folder);
            if (fresh && !checkpoints().all().isEmpty()) {
                new EarlierRun(workspace, outputDir(), clock()).moveAside(mark::refuseLiving, out);
            }
            try (OutputLock lock = OutputLock.take(folder)) {
                mark.refuseLiving(lock);
                return held(mark, stop, progress);
            }
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, String.valueOf(e.getMessage()), e);
        }
    }

    private Ending held(TrainerMark mark, BooleanSupplier stop, Progress progress) throws IOException {
        loaded.warnings().forEach(warning -> out.println("WARNING: " + warning));
        new ManifestChain(workspace).verify();
        audit().verify();
        requireData();
        Optional<Path> source = source();
        EffectiveConfig effective = EffectiveConfig.handedOn(loaded, threads());
        source.ifPresent(from ->
                ConfigDrift.refuse(checkpoints().stepOf(from), checkpoints().verified(from), effective, allowed));
        long done = source.map(checkpoints()::stepOf).orElse(0L);
        progress.beginsAfter(done, config().run().maxSteps());
        if (done >= config().run().maxSteps()) {
            out.println("already finished: " + source.orElseThrow() + " is step " + done);
            return Ending.BEFORE;
        }
        TrainerCommand command = TrainerCommand.of(loaded, source.map(checkpoints()::pathOf))
                .found(workspace, surroundings.environment().getOrDefault("PATH", ""));
        prepare(source, done, effective, command);
        return started(mark, done, effective, command, stop);
    }

    private void prepare(Optional<Path> source, long done, EffectiveConfig effective, TrainerCommand command)
            throws IOException {
        effective.writeTo(workspace);
        audit().append(
                        "config",
                        SyncJson.object()
                                .put("path", loaded.source())
                                .put("effective_sha256", effective.sha256().hex()));
        audit().append(
                        "device",
                        SyncJson.object()
                                .put("device", EffectiveConfig.OUTSIDE)
                                .put("engine", ProcessKeys.ENGINE)
                                .put("command", command.words()));
        if (source.isPresent()) {
            goOn(source.get(), done);
        }
        moveMetricsAside();
    }

    private void goOn(Path source, long done) {
        checkpoints()
                .cutAfter(source)
                .ifPresent(later ->
                        out.println("the checkpoints after step " + done + " are in " + workspace.relativize(later)));
        var facts = SyncJson.object().put("step", done);
        allowed.forEach(facts.putArray("allowed")::add);
        audit().append("resume", facts);
        out.println("resumed after step " + done);
    }

    /** The trainer's file is of one run too (D38); nothing of an earlier one is lost. */
    private void moveMetricsAside() throws IOException {
        Path file = keys().metrics().below(workspace);
        Files.createDirectories(file.getParent());
        if (Files.exists(file)) {
            Files.move(file, Timestamp.freePath(file.getParent(), file.getFileName() + ".", clock().instant(), ""));
        }
    }

    private Ending started(
            TrainerMark mark, long done, EffectiveConfig effective, TrainerCommand command, BooleanSupplier stop)
            throws IOException {
        out.println("trainer: " + command.words());
        Map<String, String> more = Map.of(CONFIG_VARIABLE, EffectiveConfig.PATH, "PYTHONUNBUFFERED", "1");
        try (OutsideTrainer trainer = OutsideTrainer.start(command, workspace, more, out)) {
            mark.put(trainer.pid(), trainer.startedAt());
            Optional<OutsideRecorder> recorder = recorder();
            try (OutsideRows rows = rows(done, trainer, recorder)) {
                Ending ending = new OutsideRun(new OutsideRun.Parts(
                                workspace,
                                keys(),
                                command,
                                trainer,
                                rows,
                                checkpoints(),
                                recorder,
                                calls("checkpoint"),
                                effective,
                                audit(),
                                out))
                        .follow(stop);
                sayWhatIsLeft(ending);
                return ending;
            }
        } finally {
            mark.remove();
        }
    }

    private OutsideRows rows(long done, OutsideTrainer trainer, Optional<OutsideRecorder> recorder) {
        OutsideRows.Place place = new OutsideRows.Place(
                config().run().seed(),
                config().run().maxSteps(),
                () -> trainer.memory(ResidentMemory::megabytes),
                clock());
        return new OutsideRows(
                done,
                calls("logging")
                        ? Optional.of(MetricsCallback.open(workspace, done, audit(), clock()))
                        : Optional.empty(),
                config().evaluates()
                        ? Optional.of(
                                MetricsLog.of(done, workspace.resolve(ShadowEvalCallback.PATH), clock().instant()))
                        : Optional.empty(),
                recorder,
                heartbeat,
                place,
                out);
    }

    private Optional<OutsideRecorder> recorder() throws IOException {
        return run.isPresent()
                ? Optional.of(new OutsideRecorder(
                        run.get(),
                        surroundings.installed().strategy(config().strategy()).orElseThrow(),
                        out))
                : Optional.empty();
    }

    private void sayWhatIsLeft(Ending ending) {
        long last = ending.step().orElse(0L);
        if (ending.finished() && last != config().run().maxSteps()) {
            out.println("ends early: the trainer ended by itself after step " + last);
        }
        if (ending.finished() && calls("checkpoint") && newestCheckpoint().isEmpty()) {
            out.println("WARNING: the trainer left no folder " + outputDir() + "/" + keys().checkpoints());
        }
    }

    @Override
    public Optional<String> newestCheckpoint() {
        return checkpoints().latest().map(checkpoints()::pathOf);
    }

    /** An outside trainer saves when it wants to: what it did since is done again. */
    @Override
    public boolean saved(long step) {
        return newestCheckpoint().isPresent();
    }

    private void requireData() {
        Stream.of(config().data().trainPath(), config().data().evalPath())
                .filter(data -> !Files.isRegularFile(data.below(workspace)))
                .findFirst()
                .ifPresent(data -> {
                    throw new SyncException(ErrorCode.CONFIG_INVALID, "no data file " + data);
                });
    }

    /** The recorded checkpoint to go on from; a fresh run beside old checkpoints is refused (D38). */
    private Optional<Path> source() throws IOException {
        int there = checkpoints().all().size();
        if (resume.isEmpty() && there > 0) {
            throw new SyncException(
                            ErrorCode.CHECKPOINT_EXISTS,
                            outputDir() + " already holds " + there + " checkpoints of an earlier run")
                    .withNext("sync train resume --config " + loaded.source() + " --resume " + outputDir() + "/latest");
        }
        return resume.isPresent() ? Optional.of(existing(resume.get())) : Optional.empty();
    }

    private Path existing(String asked) throws IOException {
        Path folder = asked.equals("latest") ? outputDir().below(workspace).resolve(asked) : workspace.resolve(asked);
        if (!Files.isDirectory(folder)) {
            throw new SyncException(ErrorCode.CHECKPOINT_MISSING, "no checkpoint " + asked)
                    .withHint("sync train run --config " + loaded.source() + " starts a fresh run");
        }
        return folder.toRealPath();
    }

    private boolean calls(String callback) {
        return config().callbacks().contains(callback);
    }

    private int threads() {
        return config().run().threads().orElse(surroundings.processors());
    }

    private OutsideCheckpoints checkpoints() {
        return new OutsideCheckpoints(workspace, outputDir(), keys().checkpointName(), clock());
    }

    private ProcessKeys keys() {
        return config().engine().process().orElseThrow();
    }

    private TrainConfig config() {
        return loaded.config();
    }

    private RepoPath outputDir() {
        return config().run().outputDir();
    }

    private AuditLog audit() {
        return AuditLog.of(workspace, clock());
    }

    private Clock clock() {
        return surroundings.clock();
    }
}
