package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.util.Optional;

/** The frozen benchmark contradicts the KPI set: at the best phase's threshold defects escape there (specification §11.3, §14.2). */
public final class BenchmarkGap {
    private BenchmarkGap() {}

    /** What is missed; empty while the benchmark holds the recall that is asked for, and without one. */
    public static Optional<String> of(RunReading run) {
        return run.best()
                .flatMap(best -> best.benchmark())
                .filter(point -> !run.target().holdsRecall(point))
                .map(point -> words(point, run.target().recallPct()));
    }

    private static String words(OperatingPoint point, double asked) {
        return "On the frozen benchmark this threshold misses " + point.fn() + " of "
                + Figure.count(point.tp() + point.fn(), "defective sample") + ": recall "
                + Figure.percent(point.recallPct()) + " %, where " + Figure.plain(asked) + " % is asked for.";
    }
}
