package dev.syncprotocol.aoi.kpi;

/**
 * Counts at one threshold; a sample is predicted NG when its score is strictly greater. NG is the positive class.
 *
 * @param threshold the threshold, binary64
 * @param tp NG predicted NG
 * @param fp PASS predicted NG: false alarms, overkill
 * @param tn PASS predicted PASS
 * @param fn NG predicted PASS: escapes
 */
public record OperatingPoint(double threshold, int tp, int fp, int tn, int fn) {
    /** TP / (TP + FP); NaN when nothing is predicted NG. */
    public double precision() {
        return ratio(tp, tp + fp);
    }

    /** TP / (TP + FN). */
    public double recall() {
        return ratio(tp, tp + fn);
    }

    /** FP / (FP + TN): the share of good boards flagged. */
    public double far() {
        return ratio(fp, fp + tn);
    }

    /** {@link #far()} in percent. */
    public double farPct() {
        return far() * 100;
    }

    /** {@link #recall()} in percent. */
    public double recallPct() {
        return recall() * 100;
    }

    /** (TP + TN) / n. */
    public double accuracy() {
        return ratio(tp + tn, tp + fp + tn + fn);
    }

    /** 2pr / (p + r); NaN where precision or both are undefined. */
    public double f1() {
        double precision = precision();
        double recall = recall();
        return precision + recall == 0 ? Double.NaN : 2 * precision * recall / (precision + recall);
    }

    private static double ratio(int part, int whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }
}
