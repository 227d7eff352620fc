package dev.syncprotocol.training.launch;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.open.Evaluation;
import dev.syncprotocol.runs.open.MetricsWriter;
import dev.syncprotocol.runs.open.OpenRun;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.Callback;
import dev.syncprotocol.training.EvalStats;
import dev.syncprotocol.training.RunContext;
import dev.syncprotocol.training.StepReport;
import dev.syncprotocol.training.StepStats;
import dev.syncprotocol.training.StrategyProvider;
import dev.syncprotocol.training.checkpoint.CheckpointStore;
import dev.syncprotocol.training.checkpoint.ModelPart;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes a training into its run: rows of {@code metrics.csv}, and the model of every save point, of every evaluation
 * better than all before it, and of the last step. Called after all other callbacks, so it finds their work done.
 */
final class RunRecorder implements Callback {
    private final OpenRun run;
    private final MetricsWriter metrics;
    private final RunContext context;
    private final StrategyProvider strategy;
    private final RunGoal goal;
    private final int interval;
    private long evaluatedStep;
    private Optional<EvalStats> evaluated = Optional.empty();

    RunRecorder(OpenRun run, RunContext context, StrategyProvider strategy, PrintStream out) throws IOException {
        this.run = run;
        this.metrics = run.metrics(out);
        this.context = context;
        this.strategy = strategy;
        this.goal = RunGoal.of(context.config(), strategy);
        this.interval =
                run.lock().config().effective().at("/logging/csv_interval").intValue();
    }

    @Override
    public void onEvaluation(long step, EvalStats stats) {
        evaluatedStep = step;
        evaluated = Optional.of(stats);
    }

    @Override
    public void onStep(StepReport report) {
        Optional<EvalStats> measured = evaluated.filter(stats -> evaluatedStep == report.step());
        boolean saved = report.step() % context.config().run().saveSteps() == 0 || report.isLast();
        try {
            boolean due = report.step() % interval == 0 || saved || measured.isPresent();
            boolean best = due && metrics.append(row(report, measured, saved));
            if (best || saved) {
                keep(report.step());
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void onEnd(StepReport last) {
        try {
            if (!run.hasCheckpoint(last.step())) {
                keep(last.step());
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        // The run is closed by the process that took it.
    }

    private Evaluation row(StepReport report, Optional<EvalStats> measured, boolean saved) {
        StepStats stats = report.stats();
        OptionalDouble valLoss =
                measured.map(eval -> OptionalDouble.of(eval.loss())).orElse(OptionalDouble.empty());
        return new Evaluation(
                report.step(),
                (long) Math.ceil(Math.max(1, report.position().epochs())),
                OptionalDouble.of(stats.loss()),
                valLoss,
                measured.map(eval -> figure(eval.more(), "mean_token_accuracy")).orElse(OptionalDouble.empty()),
                switch (goal.kind()) {
                    case EVALUATION -> valLoss;
                    case STEP_LOSS -> saved ? OptionalDouble.of(stats.loss()) : OptionalDouble.empty();
                    case STEP_FIGURE -> saved ? figure(stats.more(), goal.metric()) : OptionalDouble.empty();
                },
                extra(report));
    }

    private Map<String, Double> extra(StepReport report) {
        StepStats stats = report.stats();
        double seconds = report.elapsed().toNanos() / 1e9;
        Map<String, Double> extra = new TreeMap<>(Map.of(
                "lr", stats.learningRate(),
                "grad_norm", stats.gradNorm(),
                "tokens_per_s", seconds > 0 ? stats.tokens() / seconds : 0));
        strategy.figures().stream()
                .filter(stats.more()::containsKey)
                .forEach(name -> extra.put(name, stats.more().get(name)));
        return extra;
    }

    private static OptionalDouble figure(Map<String, Double> figures, String name) {
        Double value = figures.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** From the checkpoint of this step where there is one, else from the engine as it stands. */
    private void keep(long step) throws IOException {
        Optional<Path> saved = new CheckpointStore(
                        context.workspace(), context.config().run().outputDir(), context.clock())
                .latest()
                .filter(folder -> CheckpointStore.stepOf(folder) == step);
        if (saved.isPresent()) {
            run.checkpoint(step, out -> ModelPart.write(saved.get(), out));
            return;
        }
        Path scratch = Files.createTempDirectory(
                context.config().run().outputDir().below(context.workspace()), CheckpointStore.TRASH);
        try {
            ModelPart.layOut(
                    scratch, context.engine().stateDict(), AdapterSpec.of(context.config()), context.effectiveConfig());
            run.checkpoint(step, out -> ModelPart.write(scratch, out));
        } finally {
            delete(scratch);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static SyncException failed(IOException e) {
        return new SyncException(ErrorCode.IO, "the run's folder: " + e.getMessage(), e);
    }
}
