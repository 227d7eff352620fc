package dev.syncprotocol.aoi.kpi;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Arrays;
import java.util.function.DoublePredicate;

/** The scores of good and of defective samples, each sorted once (specification §11.1). Immutable. */
public final class LabelledScores {
    private final double[] pass;
    private final double[] ng;

    private LabelledScores(double[] pass, double[] ng) {
        this.pass = pass;
        this.ng = ng;
    }

    /**
     * Copies and sorts.
     *
     * @throws SyncException {@code kpi_undefined} without a PASS, without an NG, or with a score that is not finite as a 32-bit float
     */
    public static LabelledScores of(double[] pass, double[] ng) {
        refuseEmpty(pass, "PASS");
        refuseEmpty(ng, "NG");
        return new LabelledScores(sorted(pass), sorted(ng));
    }

    /** How many good samples there are. */
    public int passCount() {
        return pass.length;
    }

    /** How many defective samples there are. */
    public int ngCount() {
        return ng.length;
    }

    /** The smallest score of a defective sample. */
    public double weakestNg() {
        return ng[0];
    }

    /** The smallest score of all. */
    public double lowest() {
        return Math.min(pass[0], ng[0]);
    }

    /** The largest score of all. */
    public double highest() {
        return Math.max(pass[pass.length - 1], ng[ng.length - 1]);
    }

    /** The counts when scores and threshold are compared as 64-bit floats. */
    public OperatingPoint at(double threshold) {
        return point(threshold, score -> score > threshold);
    }

    /** The counts when scores and threshold are compared as 32-bit floats. */
    public OperatingPoint atFloat32(double threshold) {
        float narrow = (float) threshold;
        return point(threshold, score -> (float) score > narrow);
    }

    /** How many good samples have exactly this score. */
    public int passAt(double score) {
        return firstWhere(pass, s -> s > score) - firstWhere(pass, s -> s >= score);
    }

    /** How many defective samples have exactly this score. */
    public int ngAt(double score) {
        return firstWhere(ng, s -> s > score) - firstWhere(ng, s -> s >= score);
    }

    /** The smallest score of a defective sample above a threshold; NaN when there is none. */
    public double weakestNgAbove(double threshold) {
        int first = firstWhere(ng, s -> s > threshold);
        return first == ng.length ? Double.NaN : ng[first];
    }

    /** The scores of good samples, ascending; a copy. */
    public double[] passScores() {
        return pass.clone();
    }

    /** The scores of defective samples, ascending; a copy. */
    public double[] ngScores() {
        return ng.clone();
    }

    private OperatingPoint point(double threshold, DoublePredicate flagged) {
        int tn = firstWhere(pass, flagged);
        int fn = firstWhere(ng, flagged);
        return new OperatingPoint(threshold, ng.length - fn, pass.length - tn, tn, fn);
    }

    /** The first index whose score satisfies a condition that holds for all larger ones too. */
    private static int firstWhere(double[] sorted, DoublePredicate condition) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (condition.test(sorted[middle])) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static double[] sorted(double[] scores) {
        double[] sorted = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            if (!Float.isFinite((float) scores[i])) {
                throw new SyncException(ErrorCode.KPI_UNDEFINED, "a score is not a finite number: " + scores[i]);
            }
            sorted[i] = scores[i] + 0.0; // negative zero equals zero
        }
        Arrays.sort(sorted);
        return sorted;
    }

    private static void refuseEmpty(double[] scores, String group) {
        if (scores.length == 0) {
            throw new SyncException(
                    ErrorCode.KPI_UNDEFINED, "there is no " + group + " sample: the false alarm rate is undefined");
        }
    }
}
