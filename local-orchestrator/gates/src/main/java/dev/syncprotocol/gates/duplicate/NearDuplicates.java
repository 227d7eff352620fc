package dev.syncprotocol.gates.duplicate;

import dev.syncprotocol.gates.shingle.Shingles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * All pairs of sets with Jaccard of at least t, by the prefix filter: in an order with the globally rarest first, such a
 * pair shares an element within the first {@code |a| - ceil(t|a|) + 1} of each. Exact: candidates are verified, and none
 * is missed.
 */
final class NearDuplicates {
    private final List<long[]> sets;
    private final double limit;
    private final Frequencies frequencies;
    private final Map<Long, List<Integer>> index = new HashMap<>();
    private final Clusters clusters;

    private NearDuplicates(List<long[]> sets, double limit) {
        this.sets = sets;
        this.limit = limit;
        this.frequencies = Frequencies.of(sets);
        this.clusters = new Clusters(sets.size());
    }

    /** The members of each cluster beyond the first, ascending. An empty set has no neighbours. */
    static List<Integer> of(List<long[]> sets, double limit) {
        NearDuplicates search = new NearDuplicates(sets, limit);
        IntStream.range(0, sets.size()).forEach(search::compare);
        return search.clusters.beyondFirst();
    }

    private void compare(int i) {
        Set<Integer> compared = new HashSet<>();
        for (long gram : sharedPrefix(sets.get(i))) {
            List<Integer> others = index.computeIfAbsent(gram, key -> new ArrayList<>(2));
            for (int other : others) {
                if (compared.add(other) && !clusters.together(i, other) && isNear(sets.get(i), sets.get(other))) {
                    clusters.join(i, other);
                }
            }
            others.add(i);
        }
    }

    /** The prefix without what only this set has: nobody can be found by that. */
    private long[] sharedPrefix(long[] set) {
        int length = set.length == 0 ? 0 : set.length - (int) Math.ceil(limit * set.length - 1e-9) + 1;
        List<Long> shared = new ArrayList<>();
        for (long gram : set) {
            if (frequencies.of(gram) > 1) {
                shared.add(gram);
            }
        }
        int left = length - (set.length - shared.size());
        return left <= 0 ? new long[0] : rarest(shared, left);
    }

    private long[] rarest(List<Long> grams, int most) {
        return grams.stream()
                .sorted((a, b) -> {
                    int byFrequency = Integer.compare(frequencies.of(a), frequencies.of(b));
                    return byFrequency == 0 ? Long.compare(a, b) : byFrequency;
                })
                .mapToLong(Long::longValue)
                .limit(most)
                .toArray();
    }

    private boolean isNear(long[] a, long[] b) {
        int small = Math.min(a.length, b.length);
        int large = Math.max(a.length, b.length);
        if (small < limit * large - 1e-9) {
            return false;
        }
        int shared = Shingles.shared(a, b);
        return shared >= limit * (a.length + b.length - shared) - 1e-9;
    }
}
