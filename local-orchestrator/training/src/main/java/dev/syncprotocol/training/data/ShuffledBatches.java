package dev.syncprotocol.training.data;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.BatchSource;
import dev.syncprotocol.training.DataPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Batches of shuffled rows; the batch of a step is a pure function of the step. An epoch may end inside a batch. */
public final class ShuffledBatches implements BatchSource {
    private final List<EncodedRow> rows;
    private final DataOrder order;
    private final int rowsPerStep;
    private final Collator collator;
    private long cachedEpoch = -1;
    private int[] cachedOrder = new int[0];

    /**
     * Batches of these rows.
     *
     * @param rows at least one
     * @param seed of the run
     * @param rowsPerStep rows of a step, at least 1
     */
    public ShuffledBatches(List<EncodedRow> rows, long seed, int rowsPerStep, Collator collator) {
        this.rows = List.copyOf(rows);
        this.order = new DataOrder(seed, rows.size());
        this.rowsPerStep = rowsPerStep;
        this.collator = collator;
    }

    @Override
    public Batch at(long step) {
        List<EncodedRow> chosen = new ArrayList<>(rowsPerStep);
        long first = (step - 1) * rowsPerStep;
        for (long position = first; position < first + rowsPerStep; position++) {
            chosen.add(rows.get(orderOf(position / rows.size())[(int) (position % rows.size())]));
        }
        // The step's loss is one sum over its rows; by length, its micro-batches need the least padding.
        chosen.sort(Comparator.comparingInt(row -> row.tokens().length));
        return collator.collate(chosen);
    }

    @Override
    public DataPosition after(long step) {
        return DataPosition.after(step * rowsPerStep, rows.size());
    }

    private int[] orderOf(long epoch) {
        if (epoch != cachedEpoch) {
            cachedOrder = order.of(epoch);
            cachedEpoch = epoch;
        }
        return cachedOrder;
    }
}
