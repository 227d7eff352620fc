package dev.syncprotocol.training;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The one loop: batch, {@code strategy.onBatch}, {@code engine.trainStep}, callbacks (S3-3.3). The engine is already set
 * up, and a resumed one has its state.
 *
 * @param engine computes
 * @param strategy says what is optimised
 * @param callbacks react, in this order
 * @param batches the batch of each step
 * @param maxSteps number of the last step
 * @param nanoTime a clock for durations
 */
public record Trainer(
        Engine engine,
        Strategy strategy,
        List<Callback> callbacks,
        BatchSource batches,
        long maxSteps,
        LongSupplier nanoTime) {
    public Trainer {
        callbacks = List.copyOf(callbacks);
    }

    /**
     * How a loop ended.
     *
     * @param finished whether the run is done: its last step was reached, or a callback ended it early; otherwise it was
     *     asked to stop
     * @param early why a callback ended it early
     * @param last the last step of this process, empty when there was none
     */
    public record Ending(boolean finished, Optional<String> early, Optional<StepReport> last) {}

    /**
     * Runs from the step after {@code done} to the last one, or until {@code stop} says so; then the step in progress is
     * finished first (D12).
     *
     * @throws TrainingFailure when a part throws, memory runs out, or the loss is no number
     */
    public Ending train(long done, BooleanSupplier stop) {
        Optional<StepReport> last = Optional.empty();
        Optional<String> early = early(done);
        for (long step = done + 1; step <= maxSteps && early.isEmpty() && !stop.getAsBoolean(); step++) {
            StepReport report = step(step);
            last = Optional.of(report);
            for (Callback callback : callbacks) {
                inside(Stage.CALLBACK, step, () -> callback.onStep(report));
            }
            early = early(step);
        }
        last.ifPresent(this::end);
        boolean finished = early.isPresent() || last.map(StepReport::isLast).orElse(done >= maxSteps);
        return new Ending(finished, early, last);
    }

    private Optional<String> early(long step) {
        return callbacks.stream()
                .flatMap(callback -> inside(Stage.CALLBACK, step, List.of(), callback::endsEarly).stream())
                .findFirst();
    }

    private StepReport step(long step) {
        Batch batch = inside(Stage.DATA, step, List.of(), () -> batches.at(step));
        long before = nanoTime.getAsLong();
        TrainingInputs inputs = inside(Stage.STRATEGY, step, batch.rowIds(), () -> strategy.onBatch(step, batch));
        StepStats stats = inside(Stage.ENGINE, step, batch.rowIds(), () -> engine.trainStep(step, inputs));
        if (!stats.isFinite()) {
            throw TrainingFailure.notFinite(step, stats, batch.rowIds());
        }
        inside(Stage.DATA, step, () -> batches.learn(inputs.earned()));
        Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - before);
        return new StepReport(step, maxSteps, batches.after(step), stats.and(batches.figures()), elapsed);
    }

    private void end(StepReport last) {
        for (Callback callback : callbacks) {
            inside(Stage.CALLBACK, last.step(), () -> callback.onEnd(last));
        }
    }

    private static void inside(Stage stage, long step, Runnable part) {
        inside(stage, step, List.of(), () -> {
            part.run();
            return stage;
        });
    }

    /** The plug-in wall: whatever a part throws becomes one failure that says where. */
    private static <T> T inside(Stage stage, long step, List<String> batchIds, Supplier<T> part) {
        try {
            return part.get();
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            String message = "step " + step + ", " + stage.word() + ": " + e;
            throw new TrainingFailure(stage, step, batchIds, message, e);
        }
    }
}
