package dev.syncprotocol.djl.vision;

/**
 * How batch norm works in a pass.
 *
 * @param learning by the batch's own statistics, which move the running ones; else by the running ones
 * @param keep share of the running statistics that stays
 */
record NormMode(boolean learning, float keep) {
    /** By the running statistics: an example's score does not depend on its neighbours. */
    static final NormMode MEASURING = new NormMode(false, 1);

    /** By the batch's own; the running ones move by a tenth, as torch's default. */
    static final NormMode LEARNING = new NormMode(true, 0.9f);

    /**
     * By the batch's own; after {@code batch} batches the running ones are the plain mean of theirs.
     *
     * @param batch number of this batch, from 1; the first forgets what was
     */
    static NormMode settling(int batch) {
        return new NormMode(true, 1 - 1f / batch);
    }
}
