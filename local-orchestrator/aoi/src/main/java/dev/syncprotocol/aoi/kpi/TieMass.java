package dev.syncprotocol.aoi.kpi;

/**
 * How many samples share the two scores that decide: many mean saturated scores.
 *
 * @param weakestNgScore the smallest NG score that is flagged
 * @param passAtWeakestNg PASS samples with exactly that score
 * @param ngAtWeakestNg NG samples with exactly that score
 * @param passAtThreshold PASS samples with exactly the stored threshold as score
 * @param ngAtThreshold NG samples with exactly the stored threshold as score
 */
public record TieMass(
        double weakestNgScore, int passAtWeakestNg, int ngAtWeakestNg, int passAtThreshold, int ngAtThreshold) {
    /** The ties of an analysis. */
    static TieMass of(KpiAnalysis analysis) {
        LabelledScores scores = analysis.scores();
        double threshold = analysis.threshold().value();
        double weakest = scores.weakestNgAbove(threshold);
        return new TieMass(
                weakest,
                scores.passAt(weakest),
                scores.ngAt(weakest),
                scores.passAt(threshold),
                scores.ngAt(threshold));
    }
}
