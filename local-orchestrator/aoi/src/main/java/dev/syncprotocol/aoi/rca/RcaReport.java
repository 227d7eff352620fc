package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.table.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code RCA_Report.md}: seven sections for a person, from the numbers only. */
final class RcaReport {
    private static final int SHOWN = 5;

    private final GapOrder order;
    private final KpiAnalysis analysis;
    private final GapOutcome outcome;
    private final Map<String, List<WeakSample>> kept;
    private final List<String> lines = new ArrayList<>();

    private RcaReport(GapOrder order, KpiAnalysis analysis, GapOutcome outcome, Map<String, List<WeakSample>> kept) {
        this.order = order;
        this.analysis = analysis;
        this.outcome = outcome;
        this.kept = kept;
    }

    static String text(GapOrder order, KpiAnalysis analysis, GapOutcome outcome, Map<String, List<WeakSample>> kept) {
        RcaReport report = new RcaReport(order, analysis, outcome, kept);
        report.verdict();
        report.selection();
        report.distribution();
        report.weakest();
        report.pictures();
        report.breakdown();
        report.actions();
        return String.join("\n", report.lines) + "\n";
    }

    private void verdict() {
        OperatingPoint counts = outcome.counts();
        section("# Root cause analysis of " + order.phase());
        section("## Verdict");
        lines.add(format(
                "FAR %.4f %% (FP %d / (FP %d + TN %d)) at recall %.4f %% (FN %d of %d NG).",
                counts.farPct(),
                counts.fp(),
                counts.fp(),
                counts.tn(),
                counts.recallPct(),
                counts.fn(),
                counts.fn() + counts.tp()));
        lines.add(format("%d good samples are flagged, %d defects pass.", counts.fp(), counts.fn()));
    }

    private void selection() {
        section("## Threshold selection");
        lines.add("Threshold " + analysis.threshold().decimal() + " ("
                + analysis.threshold().hex() + "), rule "
                + analysis.threshold().rule().word() + "; a score above it is NG.");
        double weakest = analysis.scores().weakestNg();
        lines.add("Weakest NG score " + StoredThreshold.decimal(weakest) + ", shared by "
                + analysis.scores().passAt(weakest) + " PASS and "
                + analysis.scores().ngAt(weakest)
                + " NG samples.");
    }

    private void distribution() {
        section("## Weakness distribution");
        lines.add("Positive is misclassified; the size is the distance to the threshold.");
        lines.add("");
        lines.add("| label | samples | mean | median | max | misclassified |");
        lines.add("|---|---|---|---|---|---|");
        for (LabelWeakness label : outcome.labels()) {
            lines.add(format(
                    "| %s | %d | %.6f | %.6f | %.6f | %d |",
                    cell(label.label()),
                    label.total(),
                    label.meanWeakness(),
                    label.medianWeakness(),
                    label.maxWeakness(),
                    label.misclassified()));
        }
    }

    private void weakest() {
        section("## Top-K weakest per label");
        lines.add("The first " + SHOWN + " of at most " + order.topKPerLabel() + " a label.");
        kept.forEach((label, samples) -> {
            lines.add("");
            lines.add("### " + cell(label));
            samples.stream()
                    .limit(SHOWN)
                    .forEach(sample -> lines.add(format(
                            "- %s, board %s, score %s, weakness %.6f",
                            cell(sample.row().objectName()),
                            sample.row().boardName().isEmpty()
                                    ? "unknown"
                                    : cell(sample.row().boardName()),
                            StoredThreshold.decimal(sample.score()),
                            sample.weakness())));
        });
    }

    private void pictures() {
        section("## Visual spot check");
        List<WeakSample> flat = kept.values().stream().flatMap(List::stream).toList();
        int pass = WeakSamples.weakest(flat, true, WeakPictures.EACH).size();
        int ng = WeakSamples.weakest(flat, false, WeakPictures.EACH).size();
        lines.add(format(
                "%d PASS and %d NG pictures in `rca_images/`%s; verdicts go into `rca_images/review.csv`.",
                pass, ng, pass + ng < 2 * WeakPictures.EACH ? " (there are no more)" : ""));
    }

    private void breakdown() {
        section("## Per-label breakdown");
        lines.add("| label | kept | misclassified | marginal |");
        lines.add("|---|---|---|---|");
        outcome.labels()
                .forEach(label -> lines.add(format(
                        "| %s | %d | %d | %d |",
                        cell(label.label()),
                        label.kept(),
                        label.keptMisclassified(),
                        label.kept() - label.keptMisclassified())));
    }

    private void actions() {
        section("## Recommended actions");
        if (outcome.counts().fp() == 0) {
            lines.add("- No good sample is flagged; look at the bounds before trusting the figure.");
        } else {
            lines.add("- Mine neighbours of the " + outcome.gaps().size() + " weak pictures.");
        }
        outcome.targetDefects().stream()
                .limit(1)
                .forEach(label -> lines.add("- `" + cell(label)
                        + "` sets the threshold: check its weakest samples for wrong labels first."));
        lines.add("- Fill in `rca_images/review.csv`: mislabeled, edge case, data quality or systematic.");
    }

    private void section(String title) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(title);
        lines.add("");
    }

    /** Words of a table cannot break a line or a cell of ours. */
    private static String cell(String text) {
        return Labels.isPass(text) ? text : text.replaceAll("[\\p{Cntrl}|`]", " ");
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
