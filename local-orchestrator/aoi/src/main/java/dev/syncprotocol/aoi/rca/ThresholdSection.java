package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import java.util.List;

/** Section 2: how the threshold was chosen, and what it does. */
final class ThresholdSection {
    private ThresholdSection() {}

    static void write(MarkdownPage page, RcaFindings findings) {
        KpiAnalysis analysis = findings.analysis();
        page.section("## 2. Threshold selection");
        page.line("- Chosen threshold: " + analysis.threshold().decimal() + " ("
                + analysis.threshold().hex() + "), rule "
                + analysis.threshold().rule().word() + "; a score above it is NO_PASS");
        candidates(page, analysis);
        double weakest = analysis.scores().weakestNg();
        page.line("- Weakest NG score: " + StoredThreshold.decimal(weakest) + ", shared by "
                + analysis.scores().passAt(weakest) + " PASS and "
                + analysis.scores().ngAt(weakest)
                + " NG samples");
        figures(page, findings.outcome().counts());
    }

    private static void candidates(MarkdownPage page, KpiAnalysis analysis) {
        List<OperatingPoint> points = analysis.sweep().points();
        page.line(
                "- Candidates evaluated: %d; with recall of at least %s: %d; of those the best F1, then precision, then the largest threshold",
                points.size(),
                analysis.minRecall(),
                points.stream()
                        .filter(point -> point.recall() >= analysis.minRecall())
                        .count());
    }

    private static void figures(MarkdownPage page, OperatingPoint counts) {
        page.table("Precision | Recall | F1 | FAR");
        page.line("| %.6f | %.6f | %.6f | %.6f |", counts.precision(), counts.recall(), counts.f1(), counts.far());
        page.line("");
        page.line("Confusion matrix:");
        page.table(" | Predicted NO_PASS | Predicted PASS");
        page.line("| Actual NO_PASS | TP=%d | FN=%d |", counts.tp(), counts.fn());
        page.line("| Actual PASS | FP=%d | TN=%d |", counts.fp(), counts.tn());
    }
}
