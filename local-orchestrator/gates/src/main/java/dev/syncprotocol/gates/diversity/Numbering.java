package dev.syncprotocol.gates.diversity;

import java.util.Arrays;

/**
 * Numbers from 0, one a distinct key, in the order of first sight. An open-addressed table of primitives: pools have
 * millions of n-grams, and boxed ones cost ten times the memory.
 */
final class Numbering {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int FREE = -1;

    private long[] keys = new long[64];
    private int[] numbers = filled(64);
    private int size;

    /** Two numbers as one key, the order kept. */
    static long pair(int left, int right) {
        return (long) left << 32 | right & 0xFFFFFFFFL;
    }

    /** The key's number; a key not seen before gets the next one. */
    int number(long key) {
        int slot = slot(key);
        if (numbers[slot] == FREE) {
            keys[slot] = key;
            numbers[slot] = size++;
            growWhenHalfFull();
            return size - 1;
        }
        return numbers[slot];
    }

    /** The key's number, or -1 for a key never seen. */
    int find(long key) {
        return numbers[slot(key)];
    }

    /** How many keys have a number. */
    int size() {
        return size;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key * SPREAD >>> 32) & mask;
        while (numbers[slot] != FREE && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void growWhenHalfFull() {
        if (size * 2 <= keys.length) {
            return;
        }
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[oldKeys.length * 2];
        numbers = filled(oldKeys.length * 2);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldNumbers[i] != FREE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }

    private static int[] filled(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, FREE);
        return slots;
    }
}
