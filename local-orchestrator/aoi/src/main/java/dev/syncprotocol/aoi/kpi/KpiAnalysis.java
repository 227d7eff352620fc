package dev.syncprotocol.aoi.kpi;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;

/**
 * An inference table with the threshold it calls for.
 *
 * @param table the scored samples
 * @param scores their scores, sorted
 * @param minRecall the recall asked for, a fraction
 * @param sweep every candidate
 * @param chosen the candidate the sweep chose
 * @param bestF1 the candidate with the best F1, whatever its recall
 * @param threshold what is stored
 * @param counts the counts at the stored threshold, compared as 64-bit floats: what is reported
 * @param float32Counts the same, compared as 32-bit floats
 */
public record KpiAnalysis(
        ScoredTable table,
        LabelledScores scores,
        double minRecall,
        ThresholdSweep sweep,
        OperatingPoint chosen,
        OperatingPoint bestF1,
        StoredThreshold threshold,
        OperatingPoint counts,
        OperatingPoint float32Counts) {

    /** With the counts at the threshold. */
    private KpiAnalysis(
            ScoredTable table,
            LabelledScores scores,
            double minRecall,
            ThresholdSweep sweep,
            OperatingPoint chosen,
            OperatingPoint bestF1,
            StoredThreshold threshold) {
        this(
                table,
                scores,
                minRecall,
                sweep,
                chosen,
                bestF1,
                threshold,
                scores.at(threshold.value()),
                scores.atFloat32(threshold.value()));
    }

    /**
     * Analyses a table.
     *
     * @param minRecall a fraction, 1 for full recall
     * @throws SyncException {@code recall_unreachable} when no threshold has that recall
     */
    public static KpiAnalysis of(ScoredTable table, double minRecall) {
        LabelledScores scores = table.scores();
        ThresholdSweep sweep = ThresholdSweep.of(scores);
        OperatingPoint chosen = sweep.atRecall(minRecall).orElseThrow(() -> unreachable(table, minRecall));
        StoredThreshold stored = StoredThreshold.of(scores, chosen.threshold());
        return new KpiAnalysis(table, scores, minRecall, sweep, chosen, sweep.bestF1(), stored);
    }

    /** The same table at another threshold. */
    public KpiAnalysis at(StoredThreshold other) {
        return new KpiAnalysis(table, scores, minRecall, sweep, chosen, bestF1, other);
    }

    /** The false alarm rate at the stored threshold, percent. */
    public double farPct() {
        return counts.farPct();
    }

    private static SyncException unreachable(ScoredTable table, double minRecall) {
        return new SyncException(
                ErrorCode.RECALL_UNREACHABLE,
                table.file().getFileName() + ": no threshold reaches recall " + minRecall * 100 + " %");
    }
}
