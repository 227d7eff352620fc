package dev.syncprotocol.training.launch;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.open.Evaluation;
import dev.syncprotocol.runs.open.MetricsWriter;
import dev.syncprotocol.runs.open.OpenRun;
import dev.syncprotocol.training.StrategyProvider;
import dev.syncprotocol.training.checkpoint.ModelPart;
import dev.syncprotocol.training.process.TrainerRow;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes an outside training into its run. Which step has a checkpoint is known only once the checkpoint is complete, so
 * rows wait until then: a checkpoint is judged by the last loss the trainer wrote up to it.
 */
final class OutsideRecorder {
    private final OpenRun run;
    private final MetricsWriter metrics;
    private final Set<String> columns;
    private final Deque<Evaluation> waiting = new ArrayDeque<>();
    private OptionalDouble lastLoss = OptionalDouble.empty();
    private long lastEpoch = 1;

    OutsideRecorder(OpenRun run, StrategyProvider strategy, PrintStream out) throws IOException {
        this.run = run;
        this.metrics = run.metrics(out);
        this.columns = new HashSet<>(RunSource.COLUMNS);
        this.columns.addAll(strategy.figures());
    }

    /** A row of a step. */
    void step(TrainerRow row, OptionalDouble tokensPerSecond) {
        Map<String, Double> extra = new TreeMap<>(row.numbers());
        tokensPerSecond.ifPresent(speed -> extra.put("tokens_per_s", speed));
        extra.keySet().retainAll(columns);
        waiting.add(new Evaluation(
                row.step(),
                epoch(row),
                row.number("loss"),
                row.number("eval_loss"),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                extra));
    }

    /** A checkpoint is complete: its step is judged, and its model kept. */
    void checkpoint(long step, Path folder) throws IOException {
        boolean hasRow = false;
        while (!waiting.isEmpty() && waiting.peek().step() <= step) {
            Evaluation row = waiting.remove();
            lastLoss = row.trainLoss();
            hasRow = row.step() == step;
            metrics.append(hasRow ? judged(row) : row);
        }
        if (!hasRow) {
            metrics.append(judged(silent(step)));
        }
        run.checkpoint(step, out -> ModelPart.write(folder, out));
    }

    /** The rows after the last checkpoint. */
    void close() {
        try {
            while (!waiting.isEmpty()) {
                metrics.append(waiting.remove());
            }
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, "the run's folder: " + e.getMessage(), e);
        }
    }

    private Evaluation judged(Evaluation row) {
        return new Evaluation(
                row.step(), row.epoch(), row.trainLoss(), row.valLoss(), row.valAcc(), lastLoss, row.extra());
    }

    private Evaluation silent(long step) {
        OptionalDouble none = OptionalDouble.empty();
        return new Evaluation(step, lastEpoch, none, none, none, none, Map.of());
    }

    private long epoch(TrainerRow row) {
        lastEpoch = Math.max(lastEpoch, (long) Math.ceil(row.number("epoch").orElse(1)));
        return lastEpoch;
    }
}
