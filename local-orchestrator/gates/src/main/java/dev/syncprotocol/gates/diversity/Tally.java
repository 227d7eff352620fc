package dev.syncprotocol.gates.diversity;

import java.util.Arrays;

/** How often each key was seen. */
final class Tally {
    private final Numbering keys = new Numbering();
    private int[] counts = new int[64];

    void add(long key) {
        int number = keys.number(key);
        if (number == counts.length) {
            counts = Arrays.copyOf(counts, number * 2);
        }
        counts[number]++;
    }

    /** 0 for a key never seen. */
    int of(long key) {
        int number = keys.find(key);
        return number < 0 ? 0 : counts[number];
    }

    /** The counts of all keys, in the order of first sight. */
    int[] all() {
        return Arrays.copyOf(counts, keys.size());
    }
}
