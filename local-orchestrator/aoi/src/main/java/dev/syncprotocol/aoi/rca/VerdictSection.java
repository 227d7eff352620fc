package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Section 1: the operating point, what is weak, and where that goes. */
final class VerdictSection {
    private static final int MOST = 3;

    private VerdictSection() {}

    static void write(MarkdownPage page, RcaFindings findings) {
        OperatingPoint counts = findings.outcome().counts();
        page.section("# Root cause analysis of " + findings.order().phase());
        page.section("## 1. Verdict");
        point(page, findings.analysis(), counts);
        page.line(
                "- Samples: %d; weak samples kept: %d; misclassified: %d good samples flagged, %d defects passed",
                findings.analysis().table().rows().size(), findings.keptSamples(), counts.fp(), counts.fn());
        page.line("- Most misclassified: " + mostMisclassified(findings.outcome()));
        page.line(
                "- %d weak samples stand in `%s`, %d rows, for augmentation",
                findings.keptSamples(),
                GapAnalysis.GAPS,
                findings.outcome().gaps().size());
    }

    private static void point(MarkdownPage page, KpiAnalysis analysis, OperatingPoint counts) {
        page.line(
                "- Chosen threshold: %s (precision %.6f, recall %.6f, F1 %.6f on NO_PASS)",
                analysis.threshold().decimal(), counts.precision(), counts.recall(), counts.f1());
        page.line(
                "- KPI recall of at least %s: reached; FAR %.4f %% = FP %d / (FP %d + TN %d), FN %d of %d NG",
                analysis.minRecall(),
                counts.farPct(),
                counts.fp(),
                counts.fp(),
                counts.tn(),
                counts.fn(),
                counts.fn() + counts.tp());
    }

    private static String mostMisclassified(GapOutcome outcome) {
        String labels = outcome.labels().stream()
                .filter(label -> label.misclassified() > 0)
                .sorted(Comparator.comparingInt(LabelWeakness::misclassified).reversed())
                .limit(MOST)
                .map(label ->
                        MarkdownPage.cell(label.label()) + " (" + label.misclassified() + " of " + label.total() + ")")
                .collect(Collectors.joining(", "));
        return labels.isEmpty() ? "no label" : labels;
    }
}
