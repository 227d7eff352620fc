package dev.syncprotocol.training.data;

import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;

/**
 * The order of the rows: a permutation for each epoch that follows from seed and epoch alone, so a resumed run neither
 * skips nor repeats a row.
 *
 * @param seed of the run
 * @param rows how many there are, at least 1
 */
public record DataOrder(long seed, int rows) {

    /** The permutation of this epoch, from 0 (Fisher and Yates). */
    public int[] of(long epoch) {
        KeyedRandom random = new KeyedRandom(seed, Purpose.SHUFFLING, epoch);
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            int j = random.below(i + 1, i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
