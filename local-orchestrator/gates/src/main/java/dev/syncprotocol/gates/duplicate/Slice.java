package dev.syncprotocol.gates.duplicate;

/**
 * The elements of one slice of the hash space: in how many sets each is, and a number for each that more than one set has.
 * An open-addressed table of primitives, small enough to stay in a processor's cache.
 */
final class Slice {
    private final long[] elements;
    private final int[] counts;
    private final int[] numbers;
    private final int mask;

    /** Room for so many distinct elements. */
    Slice(int most) {
        int slots = Integer.highestOneBit(Math.max(8, most)) * 4;
        this.elements = new long[slots];
        this.counts = new int[slots];
        this.numbers = new int[slots];
        this.mask = slots - 1;
    }

    void count(long element) {
        int slot = slot(element);
        elements[slot] = element;
        counts[slot]++;
    }

    /** Numbers what more than one set has: first, first + step, …, in the order of the table. */
    void number(int first, int step) {
        int next = first;
        for (int slot = 0; slot < counts.length; slot++) {
            if (counts[slot] > 1) {
                numbers[slot] = next;
                next += step;
            }
        }
    }

    /** How often it was counted above, its number below: ascending keys are rarest first. 0 for what one set alone has. */
    long key(long element) {
        int slot = slot(element);
        return counts[slot] < 2 ? 0 : (long) counts[slot] << 32 | numbers[slot];
    }

    private int slot(long element) {
        int slot = (int) (element ^ element >>> 32) & mask;
        while (counts[slot] != 0 && elements[slot] != element) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
