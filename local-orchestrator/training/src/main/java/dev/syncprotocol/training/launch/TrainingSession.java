package dev.syncprotocol.training.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AuditLog;
import dev.syncprotocol.runs.open.OpenRun;
import dev.syncprotocol.training.BatchSource;
import dev.syncprotocol.training.Callback;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineFacts;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.LoadedConfig;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.ModelLookup;
import dev.syncprotocol.training.PrecisionOutcome;
import dev.syncprotocol.training.RunContext;
import dev.syncprotocol.training.StepReport;
import dev.syncprotocol.training.Strategy;
import dev.syncprotocol.training.StrategyProvider;
import dev.syncprotocol.training.StrategySetup;
import dev.syncprotocol.training.Tokenizer;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.Trainer;
import dev.syncprotocol.training.checkpoint.Checkpoint;
import dev.syncprotocol.training.checkpoint.CheckpointStore;
import dev.syncprotocol.training.checkpoint.ManifestChain;
import dev.syncprotocol.training.checkpoint.OutputLock;
import dev.syncprotocol.training.data.Collator;
import dev.syncprotocol.training.data.Example;
import dev.syncprotocol.training.data.ExampleEncoder;
import dev.syncprotocol.training.data.JsonlReader;
import dev.syncprotocol.training.data.ModelTokenizer;
import dev.syncprotocol.training.data.PriorityBatches;
import dev.syncprotocol.training.data.RowEncoder;
import dev.syncprotocol.training.data.ShuffledBatches;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One training run from a configuration that was read to its last step: locks the output folder, finds the model, reads
 * the data, goes on from a checkpoint, runs the loop.
 *
 * @param workspace the folder all paths are relative to
 * @param loaded the configuration
 * @param resume checkpoint folder to go on from, relative to the workspace or absolute; empty = a fresh run
 * @param run the run it is written into; empty where there is none
 * @param installed the parts of this build
 * @param modelDir the value of {@code SYNC_MODEL_DIR}
 * @param processors cores of this machine, for {@code run.threads} where the config leaves it open
 * @param allowed keys that may differ from those of the checkpoint (CK-5)
 * @param fresh whether checkpoints of an earlier run are moved aside (D38)
 * @param watchers further callbacks of the process that runs this session, called before the config's
 * @param out where the run's words go
 * @param clock of the run
 */
public record TrainingSession(
        Path workspace,
        LoadedConfig loaded,
        Optional<String> resume,
        Optional<OpenRun> run,
        Installed installed,
        Optional<Path> modelDir,
        int processors,
        List<String> allowed,
        boolean fresh,
        List<Callback> watchers,
        PrintStream out,
        Clock clock)
        implements Session {
    public TrainingSession {
        allowed = List.copyOf(allowed);
        watchers = List.copyOf(watchers);
    }

    @Override
    public Ending run(BooleanSupplier stop, Progress progress) {
        TrainConfig config = loaded.config();
        if (fresh) {
            moveAside();
        }
        try (OutputLock lock = OutputLock.take(config.run().outputDir().below(workspace))) {
            loaded.warnings().forEach(warning -> out.println("WARNING: " + warning));
            if (!config.run().devicePref().contains(TrainConfig.DeviceKind.CPU)) {
                out.println("WARNING: run.device_pref names no cpu; this build has no other device and uses it");
            }
            store().sweep(lock);
            new ManifestChain(workspace).verify();
            audit().verify();
            Optional<Path> source = source();
            TrainConfig.Model wanted = config.model();
            ModelFolder model = new ModelLookup(workspace, modelDir).find(wanted.base(), wanted.init());
            try (Tokenizer tokenizer = ModelTokenizer.open(model)) {
                return begun(source, model, tokenizer, stop, progress);
            }
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, String.valueOf(e.getMessage()), e);
        }
    }

    private Ending begun(
            Optional<Path> source, ModelFolder model, Tokenizer tokenizer, BooleanSupplier stop, Progress progress)
            throws IOException {
        BatchSource batches = batches(tokenizer);
        Optional<Checkpoint> checkpoint = source.map(store()::load);
        long done = checkpoint.map(Checkpoint::step).orElse(0L);
        progress.beginsAfter(done, loaded.config().run().maxSteps());
        if (done >= loaded.config().run().maxSteps()) {
            out.println("already finished: " + source.orElseThrow() + " is step " + done);
            return Ending.BEFORE;
        }
        return trained(source, checkpoint, model, tokenizer, batches, stop);
    }

    @Override
    public Optional<String> newestCheckpoint() {
        return store().latest().map(store()::nameOf);
    }

    /** An earlier run's folder becomes {@code <output_dir>.<ts>}; nothing of it is lost. */
    private void moveAside() {
        if (!store().all().isEmpty()) {
            new EarlierRun(workspace, loaded.config().run().outputDir(), clock).moveAside(store()::sweep, out);
        }
    }

    /** D12: a stop is clean only behind a complete checkpoint of the last step. */
    @Override
    public boolean saved(long step) {
        return newestCheckpoint()
                .filter(path -> path.endsWith(String.format("step_%05d", step)))
                .isPresent();
    }

    private AuditLog audit() {
        return AuditLog.of(workspace, clock);
    }

    private Ending trained(
            Optional<Path> source,
            Optional<Checkpoint> checkpoint,
            ModelFolder model,
            Tokenizer tokenizer,
            BatchSource batches,
            BooleanSupplier stop)
            throws IOException {
        TrainConfig config = loaded.config();
        int threads = config.run().threads().orElse(processors);
        try (Engine engine = engine()) {
            engine.setup(new EngineSetup(
                    config, model, threads, chosen().comparesWithReference(config), chosen().estimatesValues()));
            EngineFacts facts = engine.facts();
            out.println("engine " + facts.name() + " for " + config.engine().name() + ", strategy " + config.strategy()
                    + ", " + facts.parameters() + " parameters, " + threads + " threads");
            EffectiveConfig effective = EffectiveConfig.of(
                    loaded, threads, facts, PrecisionOutcome.onCpu(config.run().mixedPrecision()));
            Sha256 tokenizerSha256 = ModelTokenizer.digestOf(model);
            checkpoint.ifPresent(saved -> goOnFrom(saved, effective, engine, tokenizerSha256));
            effective.writeTo(workspace);
            audit().append(
                            "config",
                            SyncJson.object()
                                    .put("path", loaded.source())
                                    .put("effective_sha256", effective.sha256().hex()));
            audit().append(
                            "device",
                            SyncJson.object()
                                    .put("device", facts.device())
                                    .put("engine", facts.name())
                                    .put("threads", threads));
            Strategy strategy = chosen().create(new StrategySetup(config, tokenizer, installed));
            strategy.attachEngine(engine);
            checkpoint.ifPresent(saved -> strategy.loadStateDict(saved.strategy()));
            checkpoint.ifPresent(saved -> batches.loadStateDict(saved.strategy()));
            long done = checkpoint.map(Checkpoint::step).orElse(0L);
            List<Callback> callbacks = new ArrayList<>(watchers);
            RunContext context = new RunContext(
                    workspace,
                    config,
                    effective,
                    engine,
                    tokenizer,
                    tokenizerSha256,
                    strategy,
                    batches,
                    chosen().examples(),
                    source,
                    done,
                    (step, stats) -> callbacks.forEach(callback -> callback.onEvaluation(step, stats)),
                    audit(),
                    clock);
            return looped(context, callbacks, stop);
        }
    }

    private Ending looped(RunContext context, List<Callback> callbacks, BooleanSupplier stop) throws IOException {
        try {
            context.config()
                    .calledCallbacks()
                    .forEach(name ->
                            callbacks.add(installed.callback(name).orElseThrow().create(context)));
            // Last, since it records what the others did.
            callbacks.add(recorder(context));
            Trainer trainer = new Trainer(
                    context.engine(),
                    context.strategy(),
                    callbacks,
                    context.batches(),
                    context.config().run().maxSteps(),
                    System::nanoTime);
            Trainer.Ending ending = trainer.train(context.startStep(), stop);
            ending.early().ifPresent(why -> out.println("ends early: " + why));
            return new Ending(
                    ending.finished(),
                    ending.last().map(StepReport::step),
                    ending.last().map(last -> last.stats().loss()));
        } finally {
            callbacks.subList(watchers.size(), callbacks.size()).forEach(Callback::close);
        }
    }

    private Callback recorder(RunContext context) throws IOException {
        return run.isPresent() ? new RunRecorder(run.get(), context, chosen(), out) : new StepLines(out);
    }

    private StrategyProvider chosen() {
        return installed.strategy(loaded.config().strategy()).orElseThrow();
    }

    private Engine engine() {
        return installed.engine(loaded.config().engine().name()).orElseThrow().create();
    }

    private void goOnFrom(Checkpoint saved, EffectiveConfig effective, Engine engine, Sha256 tokenizer) {
        ConfigDrift.refuse(saved.step(), saved.config(), effective, allowed);
        if (!saved.frozen().equals(engine.facts().frozen())) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    "the checkpoint of step " + saved.step() + " stands on other frozen weights: "
                            + words(saved.frozen()) + ", here "
                            + words(engine.facts().frozen()));
        }
        saved.tokenizer().filter(recorded -> !recorded.equals(tokenizer)).ifPresent(recorded -> {
            throw new SyncException(
                            ErrorCode.CONFIG_INVALID,
                            "the checkpoint of step " + saved.step() + " was trained with the tokenizer "
                                    + recorded.abbreviated() + ", the model's is now " + tokenizer.abbreviated())
                    .withHint("put the model's tokenizer files back; --fresh starts anew");
        });
        engine.loadStateDict(saved.engine());
        out.println("resumed after step " + saved.step());
        ObjectNode facts = SyncJson.object().put("step", saved.step());
        allowed.forEach(facts.putArray("allowed")::add);
        audit().append("resume", facts);
    }

    private static String words(Optional<Sha256> frozen) {
        return frozen.map(Sha256::abbreviated).orElse("none");
    }

    /** The checkpoint to go on from; a fresh run beside old checkpoints is refused (D38). */
    private Optional<Path> source() {
        List<Path> there = store().all();
        String outputDir = loaded.config().run().outputDir().value();
        if (resume.isEmpty() && !there.isEmpty()) {
            throw new SyncException(
                            ErrorCode.CHECKPOINT_EXISTS,
                            outputDir + " already holds " + there.size() + " checkpoints of an earlier run")
                    .withNext("sync train resume --config " + loaded.source() + " --resume " + outputDir + "/latest");
        }
        return resume.map(this::existing);
    }

    private Path existing(String asked) {
        Path folder = asked.equals("latest")
                ? loaded.config().run().outputDir().below(workspace).resolve("latest")
                : workspace.resolve(asked);
        try {
            if (Files.isDirectory(folder)) {
                return folder.toRealPath();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new SyncException(ErrorCode.CHECKPOINT_MISSING, "no checkpoint " + asked)
                .withHint("sync train run --config " + loaded.source() + " starts a fresh run");
    }

    private BatchSource batches(Tokenizer tokenizer) {
        TrainConfig config = loaded.config();
        RowEncoder encoder = new RowEncoder(tokenizer, config.data().maxLength());
        String name = config.data().trainPath().value();
        List<Example> rows = new ExampleEncoder(encoder, chosen().examples())
                .encode(JsonlReader.read(config.data().trainPath().below(workspace), name));
        Path eval = config.data().evalPath().below(workspace);
        if (!Files.isRegularFile(eval)) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID, "no data file " + config.data().evalPath());
        }
        out.println(rows.size() + " rows in " + name + ", " + config.rowsPerStep() + " rows a step");
        long cut = rows.stream().filter(Example::cut).count();
        if (cut > 0) {
            out.println(cut + " of them are longer than data.max_length "
                    + config.data().maxLength() + " and were cut");
        }
        Collator collator = new Collator(config.data().paddingSide(), tokenizer.pad());
        long seed = config.run().seed();
        return config.data()
                .prioritySampling()
                .<BatchSource>map(keys -> new PriorityBatches(rows, keys, seed, config.rowsPerStep(), collator))
                .orElseGet(() -> new ShuffledBatches(rows, seed, config.rowsPerStep(), collator));
    }

    private CheckpointStore store() {
        return new CheckpointStore(workspace, loaded.config().run().outputDir(), clock);
    }
}
