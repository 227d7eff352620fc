package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.report.reading.RunReading;

/**
 * Which run the page is about.
 *
 * @param run its id
 * @param engine {@code embedded} or {@code tao}
 * @param scoreKind what its scores are
 */
public record RunLine(String run, String engine, String scoreKind) {
    /** The line of a run. */
    public static RunLine of(RunReading run) {
        return new RunLine(run.sync("run_id"), run.sync("engine"), run.sync("score_kind"));
    }
}
