package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.report.reading.MiningReading;
import dev.syncprotocol.aoi.report.reading.PhaseReading;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One card an iteration that has a figure (specification §14.2, {@code ITER_CARDS_HTML}). */
public final class IterationCards {
    private IterationCards() {}

    /** The cards, in order; the baseline has none. */
    public static List<Card> of(RunReading run) {
        return run.iterations().stream().map(phase -> card(run, phase)).toList();
    }

    private static Card card(RunReading run, PhaseReading phase) {
        return new Card(
                run.isBest(phase) ? "best" : "",
                phase.label(),
                IterationRows.notes(run, phase),
                Figure.percent(phase.farPct()) + " %",
                change(run, phase),
                facts(run, phase),
                Warnings.of(run, phase));
    }

    /** What became of FAR, against the phase before and the baseline. */
    static String change(RunReading run, PhaseReading phase) {
        Optional<PhaseReading> before = run.before(phase);
        if (before.isEmpty()) {
            return "";
        }
        String against = before.get().label().equals("Baseline")
                ? "the baseline"
                : before.get().label();
        String words = Figure.points(phase.farPct() - before.get().farPct()) + " against " + against;
        return before.get().phase().isBaseline()
                ? words
                : words
                        + run.baseline()
                                .map(baseline -> ", " + Figure.points(phase.farPct() - baseline.farPct())
                                        + " against the baseline")
                                .orElse("");
    }

    private static List<Fact> facts(RunReading run, PhaseReading phase) {
        List<Fact> facts = new ArrayList<>();
        List<String> targets = run.targetsOf(phase);
        facts.add(new Fact("RCA targets", targets.isEmpty() ? Figure.NONE : String.join(", ", targets)));
        facts.add(new Fact(
                "Branches",
                phase.routed()
                        .map(routed -> "mining " + routed.mining() + ", AnomalyGen " + routed.anomalygen())
                        .orElse(Figure.NONE)));
        facts.add(new Fact("Filter", phase.mining().map(IterationCards::filter).orElse(Figure.NONE)));
        facts.add(new Fact("Threshold", Figure.threshold(phase.state().threshold())));
        facts.add(new Fact("Checkpoint", phase.state().bestKind().orElse(Figure.NONE)));
        phase.benchmark()
                .ifPresent(point -> facts.add(new Fact(
                        "Benchmark",
                        "FAR " + Figure.percent(point.farPct()) + " %, recall " + Figure.percent(point.recallPct())
                                + " %")));
        return facts;
    }

    /** What the filter decided, with the cut-off really used. */
    static String filter(MiningReading mining) {
        return "kept " + mining.kept() + " of " + mining.candidates() + " candidates " + cutoff(mining) + ": "
                + mining.real()
                + " real, " + mining.sdg() + " SDG"
                + (mining.excluded() > 0 ? "; " + mining.excluded() + " used before, left out" : "");
    }

    /** {@code at cosine ≥ 0.9}; other metrics have no cut-off. */
    static String cutoff(MiningReading mining) {
        return mining.metric().equals("cosine") && !mining.cutoff().isEmpty()
                ? "at cosine ≥ " + mining.cutoff()
                : "by " + mining.metric() + ", no cut-off";
    }

    /**
     * A card.
     *
     * @param kind {@code best} or empty
     * @param phase its word
     * @param notes badges
     * @param far percent
     * @param change in words
     * @param facts of the iteration
     * @param warnings one sentence each
     */
    public record Card(
            String kind,
            String phase,
            List<Note> notes,
            String far,
            String change,
            List<Fact> facts,
            List<String> warnings) {}
}
