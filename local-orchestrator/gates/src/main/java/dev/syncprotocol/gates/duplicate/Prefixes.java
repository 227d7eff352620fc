package dev.syncprotocol.gates.duplicate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The prefix of each set: of the globally rarest-first order of its elements the first {@code |a| - ceil(t|a|) + 1}, without
 * those it alone has, by which nobody can be found. Elements become numbers on the way. The hash space is cut into slices,
 * each counted by one thread; what comes out does not depend on how many there are.
 */
final class Prefixes {
    private static final int BITS = 4;
    private static final int SLICES = 1 << BITS;

    private final List<long[]> sets;
    private final int[][] starts;
    private final long[][] keys;

    private Prefixes(List<long[]> sets) {
        this.sets = sets;
        this.starts = sets.parallelStream().map(Prefixes::starts).toArray(int[][]::new);
        this.keys = sets.stream().map(set -> new long[set.length]).toArray(long[][]::new);
    }

    /** The prefixes, by the index of the set. */
    static int[][] of(List<long[]> sets, double limit) {
        Prefixes prefixes = new Prefixes(sets);
        IntStream.range(0, SLICES).parallel().forEach(prefixes::fill);
        return IntStream.range(0, sets.size())
                .parallel()
                .mapToObj(set -> prefixes.prefix(set, limit))
                .toArray(int[][]::new);
    }

    /** Where each slice begins in an ascending set, and where the last ends. */
    private static int[] starts(long[] set) {
        int[] starts = new int[SLICES + 1];
        for (long element : set) {
            starts[(int) (element >> Long.SIZE - BITS) + SLICES / 2 + 1]++;
        }
        for (int slice = 0; slice < SLICES; slice++) {
            starts[slice + 1] += starts[slice];
        }
        return starts;
    }

    private void fill(int slice) {
        Slice table = new Slice(IntStream.range(0, starts.length)
                .map(set -> starts[set][slice + 1] - starts[set][slice])
                .sum());
        for (int set = 0; set < starts.length; set++) {
            long[] elements = sets.get(set);
            for (int i = starts[set][slice]; i < starts[set][slice + 1]; i++) {
                table.count(elements[i]);
            }
        }
        table.number(slice, SLICES);
        for (int set = 0; set < starts.length; set++) {
            long[] elements = sets.get(set);
            for (int i = starts[set][slice]; i < starts[set][slice + 1]; i++) {
                keys[set][i] = table.key(elements[i]);
            }
        }
    }

    private int[] prefix(int set, double limit) {
        int size = sets.get(set).length;
        int length = size == 0 ? 0 : size - (int) Math.ceil(limit * size - 1e-9) + 1;
        long[] ascending = keys[set];
        Arrays.sort(ascending);
        int alone = 0;
        while (alone < size && ascending[alone] == 0) {
            alone++;
        }
        int[] numbers = new int[Math.max(0, length - alone)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (int) ascending[alone + i];
        }
        return numbers;
    }
}
