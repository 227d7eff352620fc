package dev.syncprotocol.aoi.rca;

/** Section 7: what to do about it. */
final class ActionsSection {
    private ActionsSection() {}

    static void write(MarkdownPage page, RcaFindings findings) {
        GapOutcome outcome = findings.outcome();
        page.section("## 7. Recommended actions");
        page.line("1. **Relabel** every sample that the review finds mislabeled." + weakestDefect(outcome));
        page.line(
                "2. **Augment**: `%s` (%d samples x %d lights = %d rows) is the queue for routing and mining.",
                GapAnalysis.GAPS,
                findings.keptSamples(),
                findings.order().pictures().lightsOrNone().size(),
                outcome.gaps().size());
        page.line("3. **Threshold**: "
                + (outcome.counts().fp() == 0
                        ? "no good sample is flagged; look at the bounds before trusting the figure."
                        : "retrain with what mining adds and analyse again; lower the recall only if the review finds the weakest"
                                + " defects ambiguous."));
        page.line(
                "4. **Systematic failures**: a verdict `systematic` names a light or a component family the model does not see.");
    }

    private static String weakestDefect(GapOutcome outcome) {
        return outcome.targetDefects().stream()
                .findFirst()
                .map(label ->
                        " `" + MarkdownPage.cell(label) + "` sets the threshold: look at its weakest samples first.")
                .orElse("");
    }
}
