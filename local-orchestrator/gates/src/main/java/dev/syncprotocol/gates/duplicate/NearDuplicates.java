package dev.syncprotocol.gates.duplicate;

import dev.syncprotocol.gates.shingle.Shingles;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * All pairs of sets with Jaccard of at least t, by the prefix filter: in an order with the globally rarest first, such a
 * pair shares an element within the first {@code |a| - ceil(t|a|) + 1} of each. Exact: candidates are verified, and none
 * is missed. Sets are compared on as many threads as there are processors; clusters do not depend on the order of pairs.
 */
final class NearDuplicates {
    private static final int LOT = 256;

    private final List<long[]> sets;
    private final double limit;
    private final int[][] prefixes;
    private final PrefixIndex index;
    private final Clusters clusters;

    private NearDuplicates(List<long[]> sets, double limit) {
        this.limit = limit;
        this.clusters = new Clusters(sets.size());
        this.sets = withoutRepetitions(sets);
        this.prefixes = Prefixes.of(this.sets, limit);
        this.index = PrefixIndex.of(prefixes);
    }

    /** Joins equal sets right away and goes on with the first of them, so that a pool of one text costs no square of it. */
    private List<long[]> withoutRepetitions(List<long[]> all) {
        Map<LongBuffer, Integer> firsts = new HashMap<>();
        List<long[]> left = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            int first = Objects.requireNonNullElse(firsts.putIfAbsent(LongBuffer.wrap(all.get(i)), i), i);
            boolean again = first != i && all.get(i).length > 0;
            left.add(again ? new long[0] : all.get(i));
            clusters.join(i, again ? first : i);
        }
        return left;
    }

    /** The members of each cluster beyond the first, ascending. An empty set has no neighbours. */
    static List<Integer> of(List<long[]> sets, double limit) {
        NearDuplicates search = new NearDuplicates(sets, limit);
        IntStream.range(0, (sets.size() + LOT - 1) / LOT).parallel().forEach(search::compareLot);
        return search.clusters.beyondFirst();
    }

    /** Compares some sets with all before them. */
    private void compareLot(int lot) {
        int[] seen = new int[sets.size()];
        Arrays.fill(seen, -1);
        for (int i = lot * LOT; i < Math.min((lot + 1) * LOT, sets.size()); i++) {
            compare(i, seen);
        }
    }

    private void compare(int i, int[] seen) {
        for (int number : prefixes[i]) {
            for (int place = index.start(number); index.at(place) < i; place++) {
                int other = index.at(place);
                if (seen[other] != i) {
                    seen[other] = i;
                    joinIfNear(i, other);
                }
            }
        }
    }

    private void joinIfNear(int i, int other) {
        if (!clusters.together(i, other) && isNear(sets.get(i), sets.get(other))) {
            clusters.join(i, other);
        }
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
