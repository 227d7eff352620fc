package dev.syncprotocol.gates.difficulty;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The values one feature has in a frozen pool, ascending, at most {@link #MOST} evenly spaced order statistics.
 *
 * @param values ascending; never changed
 */
record ValueTable(double[] values) {
    /** Longest table: a step of the percentile is a quarter of a percent at most. */
    static final int MOST = 401;

    static ValueTable of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return new ValueTable(sorted.length <= MOST ? sorted : spaced(sorted));
    }

    private static double[] spaced(double[] sorted) {
        double[] kept = new double[MOST];
        for (int i = 0; i < MOST; i++) {
            kept[i] = sorted[(int) ((long) i * (sorted.length - 1) / (MOST - 1))];
        }
        return kept;
    }

    /** Share of smaller values plus half the share of equal ones; 0.5 where the table is empty. */
    double percentile(double value) {
        if (values.length == 0) {
            return 0.5;
        }
        int below = first(value);
        int end = first(Math.nextUp(value));
        return (below + (end - below) / 2.0) / values.length;
    }

    /** Index of the first value that is not smaller. */
    private int first(double value) {
        int at = Arrays.binarySearch(values, value);
        while (at > 0 && values[at - 1] == value) {
            at--;
        }
        return at < 0 ? -at - 1 : at;
    }
}
