package dev.syncprotocol.training.sequence;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.RowRole;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Over the whole accumulated batch: the counts a micro-batch's sums are divided by (D3), and what is no function of the
 * weights.
 *
 * @param batch all rows of the step
 * @param constants scores of the rows whose role is constant, in batch order
 */
public record SequenceTotals(Batch batch, List<SequenceScore> constants) {
    public SequenceTotals {
        constants = List.copyOf(constants);
    }

    /** A batch without constant rows. */
    public SequenceTotals(Batch batch) {
        this(batch, List.of());
    }

    /** Rows of these roles. */
    public int rows(Set<RowRole> roles) {
        return (int) in(roles).count();
    }

    /** Completion tokens of rows of these roles. */
    public int tokens(Set<RowRole> roles) {
        SequenceGrid grid = new SequenceGrid(batch);
        return in(roles).map(grid::completionTokens).sum();
    }

    /** Predicted tokens of prompt and completion of rows of these roles. */
    public int wholeTokens(Set<RowRole> roles) {
        SequenceGrid grid = new SequenceGrid(batch);
        return in(roles).map(grid::wholeTokens).sum();
    }

    private IntStream in(Set<RowRole> roles) {
        return IntStream.range(0, batch.rows())
                .filter(row -> roles.contains(batch.roles().get(row)));
    }
}
