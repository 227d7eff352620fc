package dev.syncprotocol.aoi.rca;

/** {@code RCA_Report.md}: the seven sections and the words readers of the public analysis look for, from the numbers only. */
final class RcaReport {
    private RcaReport() {}

    static String text(RcaFindings findings) {
        MarkdownPage page = new MarkdownPage();
        VerdictSection.write(page, findings);
        ThresholdSection.write(page, findings);
        WeaknessSections.write(page, findings);
        SpotCheckSection.write(page, findings);
        breakdown(page, findings);
        ActionsSection.write(page, findings);
        return page.text();
    }

    private static void breakdown(MarkdownPage page, RcaFindings findings) {
        page.section("## 6. Per-label breakdown");
        page.line(
                "Kept samples, their share of all kept ones, and how many of them lie on the wrong side of the threshold (misclassified)"
                        + " or at most at it (marginal); the same as in `weak_samples_breakdown.txt`.");
        page.line("");
        GapTexts.breakdown(findings.order(), findings.outcome()).forEach(line -> page.line("- " + line));
    }
}
