package dev.syncprotocol.gates.duplicate;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** Union-find that several threads may use; the smallest member stands for its cluster, in whatever order pairs come. */
final class Clusters {
    private final AtomicIntegerArray parents;

    Clusters(int size) {
        this.parents = new AtomicIntegerArray(IntStream.range(0, size).toArray());
    }

    /** A parent is always smaller than its child, so a lost race is only tried again. */
    void join(int a, int b) {
        int left = first(a);
        int right = first(b);
        while (left != right
                && !parents.compareAndSet(Math.max(left, right), Math.max(left, right), Math.min(left, right))) {
            left = first(left);
            right = first(right);
        }
    }

    /** Never wrongly true; false may be out of date while others join. */
    boolean together(int a, int b) {
        return first(a) == first(b);
    }

    List<Integer> beyondFirst() {
        return IntStream.range(0, parents.length())
                .filter(i -> first(i) != i)
                .boxed()
                .toList();
    }

    private int first(int i) {
        int at = i;
        for (int parent = parents.get(at); parent != at; parent = parents.get(at)) {
            parents.compareAndSet(at, parent, parents.get(parent));
            at = parent;
        }
        return at;
    }
}
