package dev.syncprotocol.aoi.choice;

import dev.syncprotocol.aoi.kpi.Bounds;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.log.Phase;
import java.util.Optional;

/**
 * A phase with what it reached on both sets.
 *
 * @param phase which
 * @param farPct on the KPI set, percent: the figure that chooses
 * @param kpi counts on the KPI set; empty when the certificate is gone
 * @param benchmark counts on the frozen set with the same checkpoint and threshold; empty without one
 */
public record JudgedPhase(
        Phase phase, double farPct, Optional<OperatingPoint> kpi, Optional<OperatingPoint> benchmark) {
    /** {@code Baseline}, {@code Iter 1}, …: the word for people. */
    public String label() {
        return phase.label();
    }

    /** What the KPI set proves; empty without its counts. */
    Optional<Bounds> kpiBounds() {
        return kpi.map(Bounds::of);
    }

    /** What the frozen set proves; empty without one, or where it holds no good or no defective sample. */
    Optional<Bounds> benchmarkBounds() {
        return benchmark
                .filter(point -> point.fp() + point.tn() > 0 && point.tp() + point.fn() > 0)
                .map(Bounds::of);
    }
}
