package dev.syncprotocol.training.callback;

import dev.syncprotocol.training.Callback;
import dev.syncprotocol.training.CallbackProvider;
import dev.syncprotocol.training.EvalStats;
import dev.syncprotocol.training.RunContext;
import dev.syncprotocol.training.StepReport;
import java.util.Optional;

/**
 * The callback {@code early_stop}: ends the run when {@code run.early_stop_patience} evaluations in a row were no better
 * than the best before them by more than {@code run.early_stop_min_delta}. What a resumed run has to know it reads from
 * the evaluations themselves, so it stops where the whole run stops.
 */
public final class EarlyStopCallback implements Callback {
    private final int patience;
    private final double minDelta;
    private double best = Double.POSITIVE_INFINITY;
    private long bestStep;
    private int without;

    private EarlyStopCallback(int patience, double minDelta) {
        this.patience = patience;
        this.minDelta = minDelta;
    }

    /** Makes it for {@code early_stop}. */
    public static final class Provider implements CallbackProvider {
        @Override
        public String name() {
            return "early_stop";
        }

        @Override
        public Callback create(RunContext context) {
            EarlyStopCallback callback = new EarlyStopCallback(
                    context.config().run().patience(), context.config().run().minDelta());
            PastEvaluations.upTo(context.workspace(), context.startStep())
                    .forEach(past -> callback.heard(past.step(), past.loss()));
            return callback;
        }
    }

    @Override
    public void onStep(StepReport report) {
        // Evaluations decide.
    }

    @Override
    public void onEvaluation(long step, EvalStats stats) {
        heard(step, stats.loss());
    }

    @Override
    public Optional<String> endsEarly() {
        return without < patience
                ? Optional.empty()
                : Optional.of(without + " evaluations were no better than that of step " + bestStep);
    }

    @Override
    public void onEnd(StepReport last) {
        // Holds nothing.
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    private void heard(long step, double loss) {
        if (best - loss > minDelta) {
            best = loss;
            bestStep = step;
            without = 0;
        } else {
            without++;
        }
    }
}
