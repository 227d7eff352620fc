package dev.syncprotocol.gates.diversity;

import java.util.PriorityQueue;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * {@code distinct_n@T} (preflight.md section 5.3): the mean over windows of distinct n-grams / n-grams, each window the
 * first T n-grams of the records in a seeded order. Equal lengths make corpora of different size comparable.
 *
 * @param value the mean; missing where there is no n-gram
 * @param t n-grams a window; fewer than asked where the corpus has no more
 * @param windows how many were measured; 1 where the corpus has fewer n-grams than asked
 * @param sd the sample standard deviation over windows (divisor W - 1); missing for fewer than two
 * @param underpowered whether the corpus has fewer n-grams than asked
 */
public record WindowedDistinct(Figure value, int t, int windows, Figure sd, boolean underpowered) {
    private static final int LEAST_EVIDENCE = 500;

    /** Window k, from 0, orders the records by ascending {@code sha256(seed + ":" + k + ":" + id)}. */
    static WindowedDistinct of(NGrams grams, DiversitySettings settings) {
        long total = grams.total();
        if (total == 0) {
            return new WindowedDistinct(Figure.missing("no n-grams"), 0, 0, Figure.missing("no n-grams"), true);
        }
        boolean underpowered = total < settings.windowLength();
        int t = (int) Math.min(total, settings.windowLength());
        int windows = underpowered ? 1 : settings.windows();
        double[] values = IntStream.range(0, windows)
                .mapToDouble(k -> window(grams, settings.seed() + ":" + k + ":", t))
                .toArray();
        return new WindowedDistinct(Figure.of(mean(values)), t, windows, deviation(values), underpowered);
    }

    /** Whether there are too few n-grams, under 500, to judge by: a gate fails then whatever the value. */
    public boolean lacksEvidence() {
        return t < LEAST_EVIDENCE && underpowered;
    }

    private static double window(NGrams grams, String prefix, int t) {
        // A heap, not a sorted list: a window ends after a few of many records.
        PriorityQueue<SeededDraw> draws = new PriorityQueue<>(SeededDraw.of(grams.texts(), prefix));
        boolean[] seen = new boolean[grams.types()];
        int taken = 0;
        int distinct = 0;
        while (taken < t) {
            int[] next = draws.remove().text().grams();
            int end = Math.min(next.length, t - taken);
            distinct += countNew(next, end, seen);
            taken += end;
        }
        return (double) distinct / t;
    }

    private static int countNew(int[] grams, int end, boolean[] seen) {
        int fresh = 0;
        for (int i = 0; i < end; i++) {
            if (!seen[grams[i]]) {
                seen[grams[i]] = true;
                fresh++;
            }
        }
        return fresh;
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).sum() / values.length;
    }

    private static Figure deviation(double[] values) {
        if (values.length < 2) {
            return Figure.missing("fewer than two windows");
        }
        double mean = mean(values);
        double squares = DoubleStream.of(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Figure.of(Math.sqrt(squares / (values.length - 1)));
    }
}
