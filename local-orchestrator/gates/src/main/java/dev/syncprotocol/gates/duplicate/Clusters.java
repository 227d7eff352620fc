package dev.syncprotocol.gates.duplicate;

import java.util.List;
import java.util.stream.IntStream;

/** Union-find; the smallest member stands for its cluster. */
final class Clusters {
    private final int[] parents;

    Clusters(int size) {
        this.parents = IntStream.range(0, size).toArray();
    }

    void join(int a, int b) {
        int left = first(a);
        int right = first(b);
        parents[Math.max(left, right)] = Math.min(left, right);
    }

    boolean together(int a, int b) {
        return first(a) == first(b);
    }

    List<Integer> beyondFirst() {
        return IntStream.range(0, parents.length)
                .filter(i -> first(i) != i)
                .boxed()
                .toList();
    }

    private int first(int i) {
        int at = i;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }
}
