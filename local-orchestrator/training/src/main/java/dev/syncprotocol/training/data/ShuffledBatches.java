package dev.syncprotocol.training.data;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.BatchSource;
import dev.syncprotocol.training.DataPosition;
import java.util.ArrayList;
import java.util.List;

/** Batches of shuffled rows; the batch of a step is a pure function of the step. An epoch may end inside a batch. */
public final class ShuffledBatches implements BatchSource {
    private final List<Example> examples;
    private final DataOrder order;
    private final int rowsPerStep;
    private final Collator collator;
    private long cachedEpoch = -1;
    private int[] cachedOrder = new int[0];

    /**
     * Batches of these examples.
     *
     * @param examples at least one
     * @param seed of the run
     * @param rowsPerStep examples of a step, at least 1
     */
    public ShuffledBatches(List<Example> examples, long seed, int rowsPerStep, Collator collator) {
        this.examples = List.copyOf(examples);
        this.order = new DataOrder(seed, examples.size());
        this.rowsPerStep = rowsPerStep;
        this.collator = collator;
    }

    @Override
    public Batch at(long step) {
        List<Example> chosen = new ArrayList<>(rowsPerStep);
        long first = (step - 1) * rowsPerStep;
        for (long position = first; position < first + rowsPerStep; position++) {
            chosen.add(examples.get(orderOf(position / examples.size())[(int) (position % examples.size())]));
        }
        return collator.examples(chosen);
    }

    @Override
    public DataPosition after(long step) {
        return DataPosition.after(step * rowsPerStep, examples.size());
    }

    private int[] orderOf(long epoch) {
        if (epoch != cachedEpoch) {
            cachedOrder = order.of(epoch);
            cachedEpoch = epoch;
        }
        return cachedOrder;
    }
}
