package dev.syncprotocol.gates.duplicate;

import java.util.Arrays;
import java.util.List;

/** In how many sets each element is. Only what more than one set has is kept: most n-grams of a pool are unique. */
final class Frequencies {
    private final long[] shared;
    private final int[] counts;

    private Frequencies(long[] shared, int[] counts) {
        this.shared = shared;
        this.counts = counts;
    }

    static Frequencies of(List<long[]> sets) {
        long[] all = sets.stream().flatMapToLong(Arrays::stream).toArray();
        Arrays.parallelSort(all);
        long[] shared = new long[all.length / 2];
        int[] counts = new int[all.length / 2];
        int kept = 0;
        for (int begin = 0, end; begin < all.length; begin = end) {
            end = begin + 1;
            while (end < all.length && all[end] == all[begin]) {
                end++;
            }
            if (end - begin > 1) {
                shared[kept] = all[begin];
                counts[kept++] = end - begin;
            }
        }
        return new Frequencies(Arrays.copyOf(shared, kept), Arrays.copyOf(counts, kept));
    }

    /** At least 1. */
    int of(long element) {
        int at = Arrays.binarySearch(shared, element);
        return at < 0 ? 1 : counts[at];
    }
}
