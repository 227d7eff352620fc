package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.util.List;

/**
 * The frozen benchmark's figures beside the KPI's, for the best phase.
 *
 * @param kind {@code amber} when it contradicts the KPI set, else empty
 * @param far percent, with its unit
 * @param missed in words
 */
public record BenchmarkTile(String kind, String far, String missed) {
    /** One tile, or none without a benchmark. */
    public static List<BenchmarkTile> of(RunReading run) {
        return run.best().flatMap(best -> best.benchmark()).map(point -> tile(run, point)).stream()
                .toList();
    }

    private static BenchmarkTile tile(RunReading run, OperatingPoint point) {
        return new BenchmarkTile(
                run.choice()
                                .filter(choice -> !choice.contradictions().isEmpty())
                                .isPresent()
                        ? "amber"
                        : "",
                Figure.percent(point.farPct()) + " %",
                point.fn() + " of " + (point.tp() + point.fn()) + " defects missed");
    }
}
