package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.table.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code RCA_Report.md}: the seven sections and the words readers of the public analysis look for, from the numbers only. */
final class RcaReport {
    private static final int SHOWN = 5;
    private static final int MOST = 3;

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
        section("## 1. Verdict");
        lines.add(format(
                "- Chosen threshold: %s (precision %.6f, recall %.6f, F1 %.6f on NO_PASS)",
                analysis.threshold().decimal(), counts.precision(), counts.recall(), counts.f1()));
        lines.add(format(
                "- KPI recall of at least %s: reached; FAR %.4f %% = FP %d / (FP %d + TN %d), FN %d of %d NG",
                analysis.minRecall(),
                counts.farPct(),
                counts.fp(),
                counts.fp(),
                counts.tn(),
                counts.fn(),
                counts.fn() + counts.tp()));
        lines.add(format(
                "- Samples: %d; weak samples kept: %d; misclassified: %d good samples flagged, %d defects passed",
                analysis.table().rows().size(), keptSamples(), counts.fp(), counts.fn()));
        lines.add("- Most misclassified: " + mostMisclassified());
        lines.add(format(
                "- %d weak samples stand in `%s`, %d rows, for augmentation",
                keptSamples(), GapAnalysis.GAPS, outcome.gaps().size()));
    }

    private String mostMisclassified() {
        String labels = outcome.labels().stream()
                .filter(label -> label.misclassified() > 0)
                .sorted(Comparator.comparingInt(LabelWeakness::misclassified).reversed())
                .limit(MOST)
                .map(label -> cell(label.label()) + " (" + label.misclassified() + " of " + label.total() + ")")
                .collect(Collectors.joining(", "));
        return labels.isEmpty() ? "no label" : labels;
    }

    private int keptSamples() {
        return outcome.labels().stream().mapToInt(LabelWeakness::kept).sum();
    }

    private void selection() {
        section("## 2. Threshold selection");
        lines.add("- Chosen threshold: " + analysis.threshold().decimal() + " ("
                + analysis.threshold().hex() + "), rule "
                + analysis.threshold().rule().word() + "; a score above it is NO_PASS");
        List<OperatingPoint> points = analysis.sweep().points();
        lines.add(format(
                "- Candidates evaluated: %d; with recall of at least %s: %d; of those the best F1, then precision, then the largest threshold",
                points.size(),
                analysis.minRecall(),
                points.stream()
                        .filter(point -> point.recall() >= analysis.minRecall())
                        .count()));
        double weakest = analysis.scores().weakestNg();
        lines.add("- Weakest NG score: " + StoredThreshold.decimal(weakest) + ", shared by "
                + analysis.scores().passAt(weakest) + " PASS and "
                + analysis.scores().ngAt(weakest)
                + " NG samples");
        figures();
    }

    private void figures() {
        OperatingPoint counts = outcome.counts();
        table("Precision | Recall | F1 | FAR");
        lines.add(format(
                "| %.6f | %.6f | %.6f | %.6f |", counts.precision(), counts.recall(), counts.f1(), counts.far()));
        lines.add("");
        lines.add("Confusion matrix:");
        table(" | Predicted NO_PASS | Predicted PASS");
        lines.add(format("| Actual NO_PASS | TP=%d | FN=%d |", counts.tp(), counts.fn()));
        lines.add(format("| Actual PASS | FP=%d | TN=%d |", counts.fp(), counts.tn()));
    }

    private void distribution() {
        section("## 3. Weakness distribution");
        lines.add("Over all samples. Positive is misclassified; the size is the distance to the threshold.");
        table("Label | Total samples | Mean weakness | Median weakness | Max weakness | Misclassified");
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
        section("## 4. Top-K weakest per label");
        lines.add("The first " + SHOWN + " of at most " + order.topKPerLabel() + " samples a label; `"
                + GapAnalysis.GAPS + "` has them all.");
        table("Label | object_name | input_path | siamese_score | weakness | misclassified?");
        kept.values().stream()
                .flatMap(samples -> samples.stream().limit(SHOWN))
                .forEach(sample -> lines.add(format(
                        "| %s | %s | %s | %s | %.6f | %s |",
                        cell(sample.label()),
                        cell(sample.row().objectName()),
                        cell(sample.row().inputPath()),
                        StoredThreshold.decimal(sample.score()),
                        sample.weakness(),
                        sample.isMisclassified() ? "yes" : "no")));
    }

    private void pictures() {
        section("## 5. Visual spot check");
        List<WeakPictures.Shown> shown =
                WeakPictures.shown(kept.values().stream().flatMap(List::stream).toList());
        long pass = shown.stream()
                .filter(one -> Labels.isPass(one.sample().label()))
                .count();
        lines.add(format(
                "%d PASS and %d NG pictures in `%s/`%s. A person writes the verdict into `%s/review.csv`: mislabeled, edge case, data"
                        + " quality or systematic.",
                pass,
                shown.size() - pass,
                WeakPictures.FOLDER,
                shown.size() < 2 * WeakPictures.EACH ? " (there are no more)" : "",
                WeakPictures.FOLDER));
        table("Label | object_name | siamese_score | weakness | Test image | Verdict");
        for (WeakPictures.Shown one : shown) {
            lines.add(format(
                    "| %s | %s | %s | %.6f | ![](%s/%s) | |",
                    cell(one.sample().label()),
                    cell(one.sample().row().objectName()),
                    StoredThreshold.decimal(one.sample().score()),
                    one.sample().weakness(),
                    WeakPictures.FOLDER,
                    one.file()));
        }
    }

    private void breakdown() {
        section("## 6. Per-label breakdown");
        lines.add(
                "Kept samples, their share of all kept ones, and how many of them lie on the wrong side of the threshold (misclassified)"
                        + " or at most at it (marginal); the same as in `weak_samples_breakdown.txt`.");
        lines.add("");
        GapTexts.breakdown(order, outcome).forEach(line -> lines.add("- " + line));
    }

    private void actions() {
        section("## 7. Recommended actions");
        lines.add("1. **Relabel** every sample that the review finds mislabeled." + weakestDefect());
        lines.add(format(
                "2. **Augment**: `%s` (%d samples x %d lights = %d rows) is the queue for routing and mining.",
                GapAnalysis.GAPS,
                keptSamples(),
                order.pictures().lightsOrNone().size(),
                outcome.gaps().size()));
        lines.add("3. **Threshold**: "
                + (outcome.counts().fp() == 0
                        ? "no good sample is flagged; look at the bounds before trusting the figure."
                        : "retrain with what mining adds and analyse again; lower the recall only if the review finds the weakest"
                                + " defects ambiguous."));
        lines.add(
                "4. **Systematic failures**: a verdict `systematic` names a light or a component family the model does not see.");
    }

    private String weakestDefect() {
        return outcome.targetDefects().stream()
                .findFirst()
                .map(label -> " `" + cell(label) + "` sets the threshold: look at its weakest samples first.")
                .orElse("");
    }

    /** The head of a table, its columns divided by bars. */
    private void table(String columns) {
        lines.add("");
        lines.add("| " + columns + " |");
        lines.add("|" + "---|".repeat(columns.split("[|]", -1).length));
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
