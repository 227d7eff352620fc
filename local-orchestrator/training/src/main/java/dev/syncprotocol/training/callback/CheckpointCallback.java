package dev.syncprotocol.training.callback;

import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.Callback;
import dev.syncprotocol.training.CallbackProvider;
import dev.syncprotocol.training.EvalStats;
import dev.syncprotocol.training.RunContext;
import dev.syncprotocol.training.StepReport;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.checkpoint.Checkpoint;
import dev.syncprotocol.training.checkpoint.CheckpointStore;
import dev.syncprotocol.training.checkpoint.CheckpointStore.Retention;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The callback {@code checkpoint}: every {@code save_steps}, and at the last step of the run or of this process, once
 * (D4, D12).
 */
public final class CheckpointCallback implements Callback {
    private final RunContext context;
    private final CheckpointStore store;
    private final TrainerState state;
    private long savedStep;

    private CheckpointCallback(RunContext context, CheckpointStore store, TrainerState state) {
        this.context = context;
        this.store = store;
        this.state = state;
        this.savedStep = context.startStep();
    }

    /** Makes it for {@code checkpoint}. */
    public static final class Provider implements CallbackProvider {
        @Override
        public String name() {
            return "checkpoint";
        }

        @Override
        public Callback create(RunContext context) {
            CheckpointStore store = new CheckpointStore(
                    context.workspace(), context.config().run().outputDir(), context.clock());
            TrainerState state = context.resumedFrom()
                    .map(folder -> TrainerState.goOn(store.load(folder).trainerState(), context.config()))
                    .orElseGet(() -> TrainerState.begin(context.config()));
            long known = state.lastEvaluation();
            PastEvaluations.upTo(context.workspace(), context.startStep()).stream()
                    .filter(past -> past.step() > known)
                    .forEach(past -> state.evaluated(past.step(), past.loss()));
            return new CheckpointCallback(context, store, state);
        }
    }

    @Override
    public void onStep(StepReport report) {
        state.add(report);
        if (report.step() % context.config().run().saveSteps() == 0) {
            save(report);
        }
    }

    @Override
    public void onEvaluation(long step, EvalStats stats) {
        state.evaluated(step, stats.loss());
    }

    @Override
    public void onEnd(StepReport last) {
        if (last.step() != savedStep) {
            save(last);
        }
    }

    @Override
    public void close() {
        // Holds nothing open between saves.
    }

    private void save(StepReport report) {
        TrainConfig config = context.config();
        List<Path> before = store.all();
        Path saved = store.save(
                new Checkpoint(
                        report.step(),
                        context.engine().stateDict(),
                        AdapterSpec.of(config),
                        context.engine().facts().frozen(),
                        Optional.of(context.tokenizerSha256()),
                        config.engine().optimizer(),
                        config.engine().schedule().kind(),
                        config.engine().lr(),
                        config.run().seed(),
                        report.position(),
                        state.tree(this::savePoint),
                        context.effectiveConfig(),
                        carried()),
                new Retention(config.run().keepLastK(), context.resumedFrom()));
        savedStep = report.step();
        audit(saved, before);
    }

    /** What the next step depends on and neither engine nor data holds. */
    private Map<String, Double> carried() {
        Map<String, Double> carried = new TreeMap<>(context.strategy().stateDict());
        carried.putAll(context.batches().stateDict());
        return carried;
    }

    /**
     * The checkpoint of a save point. Those of a stop are not named: a run that was stopped and one that was not have the
     * same state (CK-1).
     */
    private Optional<String> savePoint(long step) {
        return step % context.config().run().saveSteps() == 0
                ? Optional.of(context.config().run().outputDir() + "/" + String.format("step_%05d", step))
                : Optional.empty();
    }

    private void audit(Path saved, List<Path> before) {
        context.audit()
                .append(
                        "checkpoint",
                        SyncJson.object()
                                .put("path", store.nameOf(saved))
                                .put(
                                        "manifest_sha256",
                                        CheckpointStore.sealOf(saved).hex()));
        List<Path> now = store.all();
        before.stream()
                .filter(folder -> !now.contains(folder))
                .forEach(gone -> context.audit()
                        .append(
                                "checkpoint_deleted",
                                SyncJson.object()
                                        .put("step", CheckpointStore.stepOf(gone))
                                        .put("reason", "keep_last_k")));
    }
}
