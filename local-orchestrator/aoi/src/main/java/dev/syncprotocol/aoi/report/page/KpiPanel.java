package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.report.reading.PhaseReading;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.util.Optional;

/**
 * The status panel (specification §14.1).
 *
 * @param status {@code MET}, {@code IN PROGRESS}, or the gap to the target
 * @param kind {@code green} or empty
 */
public record KpiPanel(String status, String kind) {
    /** The panel of a run; a stop before the first figure has no gap to state. */
    public static KpiPanel of(RunReading run) {
        if (run.meetsTarget()) {
            return new KpiPanel("MET", "green");
        }
        if (run.stopReason().isEmpty()) {
            return new KpiPanel("IN PROGRESS", "");
        }
        Optional<PhaseReading> best = run.best();
        return new KpiPanel(
                best.map(phase -> KpiWords.gap(run.target(), phase.farPct())).orElse(Figure.NONE), "");
    }
}
