package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.report.reading.PhaseReading;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of phases: eight columns (specification §14.2). */
public final class IterationRows {
    private static final double MOSTLY = 50;

    private IterationRows() {}

    /** One row a phase that has a figure, in order. */
    public static List<Row> of(RunReading run) {
        return run.phases().stream().map(phase -> row(run, phase)).toList();
    }

    /** Badges of a phase: best, regression, the second one without improvement. */
    static List<Note> notes(RunReading run, PhaseReading phase) {
        List<Note> notes = new ArrayList<>();
        if (run.isBest(phase)) {
            notes.add(new Note("good", "best"));
        }
        if (run.hasRegressed(phase)) {
            notes.add(new Note("up", "regression"));
        }
        if (run.hasStalled(phase)) {
            notes.add(new Note("warn", "two iterations without improvement"));
        }
        return notes;
    }

    private static Row row(RunReading run, PhaseReading phase) {
        boolean counted = phase.rows().total() > 0;
        double ratio = phase.rows().syntheticPct();
        return new Row(
                kind(run, phase),
                phase.label(),
                Figure.percent(phase.farPct()) + " %",
                phase.phase().isBaseline() ? Figure.NONE : delta(run, phase),
                Figure.threshold(phase.state().threshold()),
                counted ? Integer.toString(phase.rows().total()) : Figure.NONE,
                counted ? Integer.toString(phase.rows().synthetic()) : Figure.NONE,
                counted ? String.format(Locale.ROOT, "%.1f %%", ratio) : Figure.NONE,
                ratio > MOSTLY,
                notes(run, phase));
    }

    private static String delta(RunReading run, PhaseReading phase) {
        return run.baseline()
                .map(baseline -> Figure.points(phase.farPct() - baseline.farPct()))
                .orElse(Figure.NONE);
    }

    private static String kind(RunReading run, PhaseReading phase) {
        return run.isBest(phase) ? "best" : run.hasRegressed(phase) ? "regression" : "";
    }

    /**
     * A row.
     *
     * @param kind {@code best}, {@code regression} or empty
     * @param phase its word
     * @param far percent
     * @param delta against the baseline
     * @param threshold in full
     * @param trainingRows rows trained on
     * @param synthetic of these, synthetic ones
     * @param ratio of the two
     * @param mostlySynthetic whether more than half are
     * @param notes badges
     */
    public record Row(
            String kind,
            String phase,
            String far,
            String delta,
            String threshold,
            String trainingRows,
            String synthetic,
            String ratio,
            boolean mostlySynthetic,
            List<Note> notes) {}
}
