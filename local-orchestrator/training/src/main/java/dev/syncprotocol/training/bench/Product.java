package dev.syncprotocol.training.bench;

/**
 * Matrix products of one shape: {@code count} times {@code batch} products of rows by inner and inner by columns, each with
 * a second factor of its own as each layer has its own weights; all that so many times over.
 *
 * @param batch products of one call
 * @param rows of the first factor
 * @param inner columns of the first, rows of the second
 * @param columns of the second factor
 * @param count calls, each with its own second factor
 * @param times how often each is called: the passes of the workload
 */
public record Product(long batch, long rows, long inner, long columns, int count, int times) {

    /** Multiplications and additions. */
    public double operations() {
        return 2.0 * batch * rows * inner * columns * count * times;
    }
}
