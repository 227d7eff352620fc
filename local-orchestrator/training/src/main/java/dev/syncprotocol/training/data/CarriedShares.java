package dev.syncprotocol.training.data;

import java.util.Arrays;

/**
 * A total cut into whole numbers by shares: largest remainder, and what was rounded away counts the next time (preflight.md
 * section 11.1), so that small batches keep the shares too.
 */
final class CarriedShares {
    private final double[] carry;

    /** For this many shares, nothing carried yet. */
    CarriedShares(int shares) {
        this.carry = new double[shares];
    }

    /** Counts that sum to the total; {@code shares} sum to 1. */
    int[] take(int total, double... shares) {
        int[] counts = new int[carry.length];
        for (int i = 0; i < carry.length; i++) {
            carry[i] += shares[i] * total;
            counts[i] = (int) Math.max(0, Math.floor(carry[i]));
        }
        for (int rest = total - Arrays.stream(counts).sum(); rest != 0; rest -= Integer.signum(rest)) {
            counts[furthest(counts, Integer.signum(rest))] += Integer.signum(rest);
        }
        for (int i = 0; i < carry.length; i++) {
            carry[i] -= counts[i];
        }
        return counts;
    }

    /** The first of those most short of its quota, or, with a sign of -1, most above it and not yet at 0. */
    private int furthest(int[] counts, int sign) {
        int furthest = -1;
        for (int i = 0; i < counts.length; i++) {
            boolean may = sign > 0 || counts[i] > 0;
            if (may && (furthest < 0 || sign * (carry[i] - counts[i]) > sign * (carry[furthest] - counts[furthest]))) {
                furthest = i;
            }
        }
        return furthest;
    }

    /** What the next counts begin with. */
    double[] carried() {
        return carry.clone();
    }

    /** Goes on from there. */
    void goOn(double[] carried) {
        System.arraycopy(carried, 0, carry, 0, carry.length);
    }
}
