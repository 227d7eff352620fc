package dev.syncprotocol.gates.duplicate;

import java.util.Arrays;

/** From an element's number to the sets that have it in their prefix, ascending: two flat arrays. */
final class PrefixIndex {
    private final int[] starts;
    private final int[] sets;

    private PrefixIndex(int[][] prefixes) {
        this.starts = new int
                [Arrays.stream(prefixes).flatMapToInt(Arrays::stream).max().orElse(-1) + 2];
        for (int[] prefix : prefixes) {
            for (int number : prefix) {
                starts[number + 1]++;
            }
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        this.sets = new int[starts[starts.length - 1]];
    }

    static PrefixIndex of(int[][] prefixes) {
        PrefixIndex index = new PrefixIndex(prefixes);
        int[] next = index.starts.clone();
        for (int set = 0; set < prefixes.length; set++) {
            for (int number : prefixes[set]) {
                index.sets[next[number]++] = set;
            }
        }
        return index;
    }

    /** Where the sets of a number begin. */
    int start(int number) {
        return starts[number];
    }

    /** The set at a place; ascending from {@link #start} on up to the set that asks. */
    int at(int place) {
        return sets[place];
    }
}
