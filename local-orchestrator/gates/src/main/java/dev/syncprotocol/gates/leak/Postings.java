package dev.syncprotocol.gates.leak;

import dev.syncprotocol.gates.shingle.Shingles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From the hash of an n-gram to the evaluation texts that have it: an open-addressed table of primitives. */
final class Postings {
    private final long[] keys;
    private final int[][] evals;
    private final int mask;

    private Postings(int grams) {
        int size = Integer.highestOneBit(Math.max(8, grams * 3)) * 2;
        this.keys = new long[size];
        this.evals = new int[size][];
        this.mask = size - 1;
    }

    static Postings of(List<long[]> sets) {
        Postings postings =
                new Postings(sets.stream().mapToInt(set -> set.length).sum());
        for (int eval = 0; eval < sets.size(); eval++) {
            for (long gram : sets.get(eval)) {
                postings.add(gram, eval);
            }
        }
        return postings;
    }

    private void add(long gram, int eval) {
        int slot = slot(gram);
        int[] old = evals[slot];
        int[] longer = old == null ? new int[1] : Arrays.copyOf(old, old.length + 1);
        longer[longer.length - 1] = eval;
        keys[slot] = gram;
        evals[slot] = longer;
    }

    private int slot(long gram) {
        int slot = (int) (gram ^ gram >>> 32) & mask;
        while (evals[slot] != null && keys[slot] != gram) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** How many distinct n-grams of these texts each evaluation text has. */
    Map<Integer, Integer> shared(List<long[]> texts, int n) {
        Map<Integer, Integer> shared = new HashMap<>();
        Set<Long> seen = new HashSet<>();
        for (long[] tokens : texts) {
            for (int i = 0; i + n <= tokens.length; i++) {
                long gram = Shingles.gram(tokens, i, n);
                int[] found = evals[slot(gram)];
                if (found != null && seen.add(gram)) {
                    for (int eval : found) {
                        shared.merge(eval, 1, Integer::sum);
                    }
                }
            }
        }
        return shared;
    }
}
