package dev.syncprotocol.training.sequence;

import dev.syncprotocol.training.ExampleForm;
import dev.syncprotocol.training.Objective;
import dev.syncprotocol.training.RowRole;
import java.util.List;
import java.util.Set;

/**
 * An objective that is a function of each row's log-probability. It gives the loss and its slopes by those numbers, in
 * doubles; an engine scores rows and carries the slopes back through its model, and need know no more about it.
 */
public interface SequenceObjective extends Objective {
    /** The form of the examples its batches hold. */
    ExampleForm examples();

    /** Whether scores must carry the log-probability under the weights the run began with. */
    boolean comparesWithReference();

    /** Whether dropout applies while training. */
    boolean dropsOut();

    /**
     * Rows that are scored once for the whole batch, without dropout and without a gradient, before any other: they come
     * as {@link SequenceTotals#constants} and not among the rows of {@link #loss}.
     */
    default Set<RowRole> constantRoles() {
        return Set.of();
    }

    /**
     * This part's share of the loss: the shares of all micro-batches add up to the loss of the whole batch.
     *
     * @param rows scores of whole examples, in batch order, without the constant ones
     * @param totals counts and constants over the whole accumulated batch
     */
    SequenceLoss loss(List<SequenceScore> rows, SequenceTotals totals);
}
