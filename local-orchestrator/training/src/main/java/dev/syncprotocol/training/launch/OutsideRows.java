package dev.syncprotocol.training.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.MetricsLog;
import dev.syncprotocol.runs.Timestamp;
import dev.syncprotocol.training.process.TrainerRow;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** An outside trainer's rows become this product's: metrics, evaluations, heartbeat, rows of the run, a line of the log. */
final class OutsideRows implements AutoCloseable {
    private static final Set<String> PLACED =
            Set.of("loss", "lr", "grad_norm", "epoch", "kl", "ratio", "num_tokens", "tokens_per_s", "seed", "time");

    private final Optional<MetricsLog> metrics;
    private final Optional<MetricsLog> evaluations;
    private final Optional<OutsideRecorder> recorder;
    private final Heartbeat heartbeat;
    private final Place place;
    private final PrintStream out;

    // Mutable: where the trainer is.
    private long step;
    private OptionalDouble loss = OptionalDouble.empty();
    private OptionalDouble tokens = OptionalDouble.empty();
    private long evaluatedStep;
    private long nanos;
    private double spent;
    private final long startStep;

    /**
     * What every row says beside the trainer's own numbers.
     *
     * @param seed of the run
     * @param maxSteps of the run
     * @param memory megabytes the trainer holds
     * @param clock gives the times
     */
    record Place(long seed, long maxSteps, Supplier<OptionalLong> memory, Clock clock) {}

    OutsideRows(
            long startStep,
            Optional<MetricsLog> metrics,
            Optional<MetricsLog> evaluations,
            Optional<OutsideRecorder> recorder,
            Heartbeat heartbeat,
            Place place,
            PrintStream out) {
        this.startStep = startStep;
        this.step = startStep;
        this.evaluatedStep = startStep;
        this.metrics = metrics;
        this.evaluations = evaluations;
        this.recorder = recorder;
        this.heartbeat = heartbeat;
        this.place = place;
        this.out = out;
        this.nanos = System.nanoTime();
    }

    /**
     * Takes a line of the trainer's file.
     *
     * @throws TrainerRow.Broken when it is none that can be believed
     */
    void take(String line) throws TrainerRow.Broken {
        TrainerRow row = TrainerRow.read(line);
        if (row.isStep()) {
            stepped(row);
        }
        if (row.isEvaluation()) {
            evaluated(row);
        }
        if (!row.isStep() && !row.isEvaluation()) {
            out.println("trainer, step " + row.step() + ": " + line);
        }
    }

    /** The last step it told of. */
    long step() {
        return step;
    }

    /** The loss of that step; empty before the first. */
    OptionalDouble loss() {
        return loss;
    }

    @Override
    public void close() {
        recorder.ifPresent(OutsideRecorder::close);
        metrics.ifPresent(MetricsLog::close);
        evaluations.ifPresent(MetricsLog::close);
    }

    private void stepped(TrainerRow row) throws TrainerRow.Broken {
        if (row.step() <= step) {
            throw new TrainerRow.Broken("expected a step after " + step + ", found step " + row.step());
        }
        long steps = row.step() - step;
        double seconds = secondsSince() / steps;
        OptionalDouble perStep = tokensSince(row, steps);
        step = row.step();
        loss = row.number("loss");
        OptionalDouble speed = perStep.isPresent() && seconds > 0
                ? OptionalDouble.of(perStep.getAsDouble() / seconds)
                : row.number("tokens_per_s");
        metrics.ifPresent(log -> log.append(metric(row, seconds, perStep, speed)));
        recorder.ifPresent(run -> run.step(row, speed));
        double left = Math.max(0, place.maxSteps() - step) * spent / (step - startStep);
        heartbeat.reached(step, place.maxSteps(), loss.getAsDouble(), speed, OptionalDouble.of(left));
        out.println("step " + step + "/" + place.maxSteps() + " loss " + loss.getAsDouble());
    }

    private double secondsSince() {
        long now = System.nanoTime();
        double seconds = (now - nanos) / 1e9;
        nanos = now;
        spent += seconds;
        return seconds;
    }

    /** Trainers count tokens from the beginning; a step has those that came since the row before. */
    private OptionalDouble tokensSince(TrainerRow row, long steps) {
        OptionalDouble total = row.number("num_tokens");
        OptionalDouble before = step == 0 ? OptionalDouble.of(0) : tokens;
        tokens = total;
        return total.isPresent() && before.isPresent() && total.getAsDouble() >= before.getAsDouble()
                ? OptionalDouble.of((total.getAsDouble() - before.getAsDouble()) / steps)
                : OptionalDouble.empty();
    }

    /** Training.md section 8.1: what the trainer does not say is null, never made up. */
    private ObjectNode metric(TrainerRow row, double seconds, OptionalDouble tokensPerStep, OptionalDouble speed) {
        OptionalLong memory = place.memory().get();
        Long megabytes = memory.isPresent() ? (Long) memory.getAsLong() : null;
        ObjectNode tree = SyncJson.object().put("step", row.step());
        put(tree, "loss", row.number("loss"));
        put(tree, "kl", row.number("kl"));
        put(tree, "ratio", row.number("ratio"));
        put(tree, "lr", row.number("lr"));
        tree.put("mem", megabytes)
                .put("time", Timestamp.inFile(place.clock().instant()))
                .put("mem_used_mb", megabytes)
                .put("sec_per_step", seconds)
                .put("seed", place.seed());
        put(tree, "epoch", row.number("epoch"));
        tree.put("optimizer_updates", (Long) null);
        put(tree, "grad_norm", row.number("grad_norm"));
        put(tree, "num_tokens", tokensPerStep);
        put(tree, "tokens_per_s", speed);
        row.further(PLACED).forEach((name, value) -> {
            if (!tree.has(name) && !name.startsWith("eval_")) {
                tree.put(name, value);
            }
        });
        return tree;
    }

    private void evaluated(TrainerRow row) throws TrainerRow.Broken {
        if (row.step() <= evaluatedStep && evaluatedStep > startStep) {
            throw new TrainerRow.Broken(
                    "expected an evaluation after step " + evaluatedStep + ", found step " + row.step());
        }
        evaluatedStep = row.step();
        double value = row.number("eval_loss").getAsDouble();
        out.println("step " + row.step() + " eval_loss " + value);
        ObjectNode tree = SyncJson.object()
                .put("step", row.step())
                .put("time", Timestamp.inFile(place.clock().instant()))
                .put("eval_loss", value);
        row.numbers().forEach((name, number) -> {
            if (name.startsWith("eval_")) {
                tree.put(name, number);
            }
        });
        if (row.step() > startStep) {
            evaluations.ifPresent(log -> log.append(tree));
        }
    }

    private static void put(ObjectNode tree, String name, OptionalDouble value) {
        tree.put(name, value.isPresent() ? (Double) value.getAsDouble() : null);
    }
}
