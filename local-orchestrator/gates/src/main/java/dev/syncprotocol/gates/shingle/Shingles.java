package dev.syncprotocol.gates.shingle;

import java.util.Arrays;
import java.util.List;

/** Sets of n-grams as ascending distinct 64-bit hashes. */
public final class Shingles {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private Shingles() {}

    /**
     * The set of one text: all its n-grams; one shingle of all its tokens where it has fewer than n; none where it is empty
     * (preflight.md appendix A).
     */
    public static long[] of(long[] tokens, int n) {
        long[] grams = tokens.length == 0 ? new long[0] : inOrder(tokens, Math.min(n, tokens.length));
        return distinct(grams);
    }

    /** The union over texts that no n-gram crosses; a text shorter than n adds none. */
    public static long[] of(List<long[]> texts, int n) {
        return distinct(texts.stream()
                .filter(tokens -> tokens.length >= n)
                .flatMapToLong(tokens -> Arrays.stream(inOrder(tokens, n)))
                .toArray());
    }

    /** The hash of every n-gram in order; the text has at least n tokens. */
    public static long[] inOrder(long[] tokens, int n) {
        long[] grams = new long[tokens.length - n + 1];
        for (int i = 0; i < grams.length; i++) {
            grams[i] = gram(tokens, i, n);
        }
        return grams;
    }

    /** The hash of the n tokens from here on. */
    public static long gram(long[] tokens, int from, int n) {
        long hash = n;
        for (int i = from; i < from + n; i++) {
            hash = (hash ^ tokens[i]) * STEP;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    /** How many hashes two sets share. */
    public static int shared(long[] a, long[] b) {
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            if (a[i] == b[j]) {
                count++;
            }
            boolean left = a[i] <= b[j];
            boolean right = b[j] <= a[i];
            i += left ? 1 : 0;
            j += right ? 1 : 0;
        }
        return count;
    }

    private static long[] distinct(long[] grams) {
        Arrays.sort(grams);
        int kept = 0;
        for (int i = 0; i < grams.length; i++) {
            if (i == 0 || grams[i] != grams[i - 1]) {
                grams[kept++] = grams[i];
            }
        }
        return kept == grams.length ? grams : Arrays.copyOf(grams, kept);
    }
}
