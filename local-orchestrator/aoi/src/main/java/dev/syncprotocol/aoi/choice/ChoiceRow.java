package dev.syncprotocol.aoi.choice;

import dev.syncprotocol.aoi.kpi.Bounds;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import java.util.Optional;

/**
 * A phase in the table that explains the choice, as people read it; {@code —} where there is no figure.
 *
 * @param phase for people
 * @param chosen whether this is the phase that is handed over
 * @param far on the KPI set, percent
 * @param interval of it, 95 %
 * @param frozenFar on the frozen benchmark at the same threshold, percent
 * @param frozenInterval of it, 95 %
 * @param missed defects of the benchmark that escape, of how many
 */
public record ChoiceRow(
        String phase,
        boolean chosen,
        String far,
        String interval,
        String frozenFar,
        String frozenInterval,
        String missed) {
    private static final String NONE = "—";

    static ChoiceRow of(JudgedPhase phase, boolean chosen) {
        Optional<OperatingPoint> frozen = phase.benchmark();
        return new ChoiceRow(
                phase.label(),
                chosen,
                Percent.of(phase.farPct()),
                interval(phase.kpiBounds()),
                frozen.map(OperatingPoint::farPct)
                        .filter(Double::isFinite)
                        .map(Percent::of)
                        .orElse(NONE),
                interval(phase.benchmarkBounds()),
                frozen.map(point -> point.fn() + " of " + (point.tp() + point.fn()))
                        .orElse(NONE));
    }

    private static String interval(Optional<Bounds> bounds) {
        return bounds.map(one -> Percent.number(one.farLowerPct()) + " to " + Percent.of(one.farUpperPct()))
                .orElse(NONE);
    }
}
