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

    private static final double LASTING = 0.9;

    /**
     * Learning, as torch with momentum 0.1; the first ten updates weigh alike, so that a short training has usable statistics.
     *
     * @param update number of this update of the statistics, from 1
     */
    static NormMode learning(long update) {
        return new NormMode(true, (float) Math.min(LASTING, 1 - 1.0 / update));
    }
}
