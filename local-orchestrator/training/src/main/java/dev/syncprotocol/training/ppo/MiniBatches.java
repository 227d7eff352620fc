package dev.syncprotocol.training.ppo;

import dev.syncprotocol.training.KeyedRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a rollout batch in random order, cut into equal parts.
 *
 * @param order random numbers of the step
 * @param parts of an epoch; a batch of fewer rows has as many parts as rows
 */
record MiniBatches(KeyedRandom order, int parts) {

    /** Of this epoch; with one part the rows stay in order, since their sum does not depend on it. */
    List<List<Integer>> of(int epoch, int rows) {
        if (parts == 1) {
            return List.of(IntStream.range(0, rows).boxed().toList());
        }
        int[] shuffled = shuffled((long) epoch * rows, rows);
        int count = Math.min(parts, rows);
        List<List<Integer>> cut = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            int from = (int) ((long) part * rows / count);
            int to = (int) ((part + 1L) * rows / count);
            cut.add(IntStream.range(from, to).mapToObj(i -> shuffled[i]).toList());
        }
        return List.copyOf(cut);
    }

    /** Fisher and Yates. */
    private int[] shuffled(long firstIndex, int rows) {
        int[] shuffled = new int[rows];
        for (int i = 0; i < rows; i++) {
            int j = order.below(i + 1, firstIndex + i);
            shuffled[i] = shuffled[j];
            shuffled[j] = i;
        }
        return shuffled;
    }
}
