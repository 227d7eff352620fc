package dev.syncprotocol.training.bench;

/**
 * Matrix products of one shape: {@code count} times {@code batch} products of rows by inner and inner by columns.
 *
 * @param batch products of one call
 * @param rows of the first factor
 * @param inner columns of the first, rows of the second
 * @param columns of the second factor
 * @param count calls
 */
public record Product(long batch, long rows, long inner, long columns, int count) {

    /** Multiplications and additions. */
    public double operations() {
        return 2.0 * batch * rows * inner * columns * count;
    }
}
