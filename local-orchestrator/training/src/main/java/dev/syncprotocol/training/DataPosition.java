package dev.syncprotocol.training;

/**
 * Where in the data the next step begins.
 *
 * @param epoch passes over the data that are complete, from 0
 * @param nextIndex index of the next row in the epoch's order
 * @param rows size of the data
 */
public record DataPosition(long epoch, int nextIndex, int rows) {
    /** After so many rows of a data set of this size. */
    public static DataPosition after(long consumed, int rows) {
        return new DataPosition(consumed / rows, (int) (consumed % rows), rows);
    }

    /** Passes over the data so far, as a fraction. */
    public double epochs() {
        return epoch + (double) nextIndex / rows;
    }
}
