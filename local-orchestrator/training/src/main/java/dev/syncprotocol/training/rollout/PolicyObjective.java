package dev.syncprotocol.training.rollout;

import dev.syncprotocol.training.Objective;
import java.util.List;
import java.util.Map;

/**
 * An objective over completions the policy drew itself: a function of each token's log-probability, entropy and value. It
 * gives the loss and its slopes by those numbers, in doubles; an engine scores rows and carries the slopes back through
 * its model, and need know no more about it.
 *
 * <p>A step is one rollout batch with all its epochs (D3); each mini-batch of an epoch is one optimizer update.
 */
public interface PolicyObjective extends Objective {
    /** The figure that is the KL between rollout and update, masked. */
    String KL = "kl";

    /** The figure that is the masked mean of the probability ratio. */
    String RATIO = "ratio";

    /** What logits are multiplied by before the softmax. */
    double logitScale();

    /** Whether scores must carry values. */
    boolean usesValues();

    /** Most tokens of a completion; a shorter one has a value after its last token too. */
    int responseLength();

    /** Number of epochs, at least 1. */
    int epochs();

    /**
     * The mini-batches of an epoch, from 0: row numbers of the batch, each row once an epoch.
     *
     * @param rows number of rows in the batch
     */
    List<List<Integer>> miniBatches(int epoch, int rows);

    /**
     * A part's share of a mini-batch's loss: the shares of all parts add up.
     *
     * @param part row numbers
     * @param scores of these rows, in this order
     * @param miniBatch row numbers of the whole mini-batch
     */
    PolicyLoss loss(List<Integer> part, List<PolicyScore> scores, List<Integer> miniBatch);

    /** Whether the update of a mini-batch with these figures is done; otherwise its gradient is dropped. */
    default boolean updates(Map<String, Double> miniBatch) {
        return true;
    }

    /** Whether an epoch with these figures, means over its rows, is the last one. */
    default boolean stopsAfter(Map<String, Double> epoch) {
        return false;
    }

    /** What was known of the rollout before the first update, by its logged names. */
    Map<String, Double> rolloutFigures();
}
