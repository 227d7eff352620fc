package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.report.reading.MiningReading;
import dev.syncprotocol.aoi.report.reading.PhaseReading;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** {@code iterN_summary.md} (specification §14.3): figures and sentences, at most 300 words. */
public final class SummaryText {
    /** What the whole text may have. */
    public static final int MOST_WORDS = 300;

    private static final int MOST_LABELS = 12;

    private SummaryText() {}

    /** The summary of an iteration that has a figure. */
    public static String of(RunReading run, PhaseReading phase) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + phase.label() + " of " + run.state().maxIterations() + ": FAR "
                + Figure.percent(phase.farPct()) + " %\n");
        lines.add("- Target: " + run.target().text() + "; " + reached(run, phase));
        lines.add("- Change: " + IterationCards.change(run, phase));
        lines.add("- Threshold: `" + Figure.threshold(phase.state().threshold()) + "`");
        lines.add("- Checkpoint: " + checkpoint(phase));
        lines.add("- Weak labels it was after: " + labels(run.targetsOf(phase)));
        lines.add("- Mining: " + phase.mining().map(SummaryText::mined).orElse(Figure.NONE));
        lines.add("- Trained on: " + Figure.count(phase.rows().total(), "row") + ", "
                + phase.rows().synthetic() + " of them synthetic");
        phase.benchmark()
                .ifPresent(point -> lines.add("- Benchmark: FAR " + Figure.percent(point.farPct()) + " %, recall "
                        + Figure.percent(point.recallPct()) + " %"));
        Warnings.of(run, phase).forEach(warning -> lines.add("- Warning: " + warning));
        lines.add("- Next: " + next(run, phase));
        return String.join("\n", lines) + "\n";
    }

    private static String reached(RunReading run, PhaseReading phase) {
        boolean met = phase.certificate()
                .filter(certificate -> certificate.meets(run.target()))
                .isPresent();
        return met ? "met" : KpiWords.gap(run.target(), phase.farPct());
    }

    private static String checkpoint(PhaseReading phase) {
        OptionalDouble loss = phase.state().validationLoss();
        return phase.state().bestKind().orElse(Figure.NONE) + ", the one with the lower FAR on the KPI set"
                + (loss.isPresent() ? " (val_loss " + Figure.score(loss.getAsDouble()) + ")" : "");
    }

    /** A defect list of a hundred names would leave no room for anything else. */
    private static String labels(List<String> labels) {
        if (labels.isEmpty()) {
            return Figure.NONE;
        }
        String shown = String.join(", ", labels.subList(0, Math.min(MOST_LABELS, labels.size())));
        return labels.size() > MOST_LABELS ? shown + " and " + (labels.size() - MOST_LABELS) + " more" : shown;
    }

    private static String mined(MiningReading mining) {
        return IterationCards.filter(mining) + "; " + mining.rejected() + " below the cut-off, for "
                + Figure.count(mining.targets(), "target");
    }

    private static String next(RunReading run, PhaseReading phase) {
        if (run.stopReason().isPresent()) {
            return "the loop has ended: " + run.stopReason().get();
        }
        int number = phase.phase().number();
        return number < run.state().maxIterations() && !reached(run, phase).equals("met")
                ? "iteration " + (number + 1) + " looks for neighbours of this phase's weak samples"
                : "the loop ends";
    }
}
