package dev.syncprotocol.aoi.kpi;

import java.util.Arrays;

/**
 * Equal bins over the whole range of scores.
 *
 * @param low left edge of the first bin
 * @param high right edge of the last one
 * @param pass good samples a bin
 * @param ng defective samples a bin
 */
public record Histogram(double low, double high, int[] pass, int[] ng) {
    private static final double PADDING = 0.05;
    private static final double LEAST = 1e-6;

    /** Counts scores into this many bins; equal scores get one bin with a little room. */
    public static Histogram of(LabelledScores scores, int bins) {
        double low = scores.lowest();
        double high = scores.highest();
        double room = low == high ? Math.max(Math.abs(low) * PADDING, LEAST) : 0;
        Histogram empty = new Histogram(low - room, high + room, new int[bins], new int[bins]);
        empty.count(scores.passScores(), empty.pass);
        empty.count(scores.ngScores(), empty.ng);
        return empty;
    }

    /** Left edge of a bin. */
    public double edge(int bin) {
        return low + bin * ((high - low) / pass.length);
    }

    private void count(double[] scores, int[] bins) {
        for (double score : scores) {
            int bin = (int) ((score - low) / (high - low) * bins.length);
            bins[Math.min(bin, bins.length - 1)]++;
        }
    }

    /** The corners of the bars from left to right, two a bin, and the ends on the ground. */
    double[] outlineX() {
        double[] x = new double[2 * pass.length + 2];
        for (int bin = 0; bin <= pass.length; bin++) {
            x[2 * bin] = edge(bin);
            x[2 * bin + 1] = edge(bin);
        }
        return x;
    }

    static double[] outlineY(int[] counts) {
        double[] y = new double[2 * counts.length + 2];
        for (int bin = 0; bin < counts.length; bin++) {
            y[2 * bin + 1] = counts[bin];
            y[2 * bin + 2] = counts[bin];
        }
        return y;
    }

    static int highest(int[] counts) {
        return Math.max(1, Arrays.stream(counts).max().orElse(0));
    }
}
