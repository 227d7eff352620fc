package dev.syncprotocol.training.launch;

import dev.syncprotocol.training.Callback;
import dev.syncprotocol.training.StepReport;
import dev.syncprotocol.training.StepStats;
import java.io.PrintStream;
import java.util.Locale;

/** A line of the log a step. */
final class StepLines implements Callback {
    private final PrintStream out;

    StepLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void onStep(StepReport report) {
        StepStats stats = report.stats();
        out.println(String.format(
                Locale.ROOT,
                "step %d/%d loss %.6f lr %.3e grad_norm %.4f tokens %d %.3f s",
                report.step(),
                report.maxSteps(),
                stats.loss(),
                stats.learningRate(),
                stats.gradNorm(),
                stats.tokens(),
                report.elapsed().toNanos() / 1e9));
    }

    @Override
    public void onEnd(StepReport last) {
        // The session says how the run ended.
    }

    @Override
    public void close() {
        out.flush();
    }
}
