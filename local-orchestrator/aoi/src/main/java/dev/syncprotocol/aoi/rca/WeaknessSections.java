package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.StoredThreshold;

/** Sections 3 and 4: how weak each label is, and its weakest samples. */
final class WeaknessSections {
    private static final int SHOWN = 5;

    private WeaknessSections() {}

    static void write(MarkdownPage page, RcaFindings findings) {
        page.section("## 3. Weakness distribution");
        page.line("Over all samples. Positive is misclassified; the size is the distance to the threshold.");
        page.table("Label | Total samples | Mean weakness | Median weakness | Max weakness | Misclassified");
        findings.outcome().labels().forEach(label -> row(page, label));
        page.section("## 4. Top-K weakest per label");
        page.line("The first " + SHOWN + " of at most " + findings.order().topKPerLabel() + " samples a label; `"
                + GapAnalysis.GAPS + "` has them all.");
        page.table("Label | object_name | input_path | siamese_score | weakness | misclassified?");
        findings.kept().values().stream()
                .flatMap(samples -> samples.stream().limit(SHOWN))
                .forEach(sample -> row(page, sample));
    }

    private static void row(MarkdownPage page, LabelWeakness label) {
        page.line(
                "| %s | %d | %.6f | %.6f | %.6f | %d |",
                MarkdownPage.cell(label.label()),
                label.total(),
                label.meanWeakness(),
                label.medianWeakness(),
                label.maxWeakness(),
                label.misclassified());
    }

    private static void row(MarkdownPage page, WeakSample sample) {
        page.line(
                "| %s | %s | %s | %s | %.6f | %s |",
                MarkdownPage.cell(sample.label()),
                MarkdownPage.cell(sample.row().objectName()),
                MarkdownPage.cell(sample.row().inputPath()),
                StoredThreshold.decimal(sample.score()),
                sample.weakness(),
                sample.isMisclassified() ? "yes" : "no");
    }
}
