package dev.syncprotocol.training;

import java.util.Arrays;
import java.util.List;

/** A rectangle of token ids, rows by columns; immutable. */
public final class TokenGrid {
    private final int rows;
    private final int columns;
    private final int[] values;

    private TokenGrid(int rows, int columns, int[] values) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /** These rows, which must have one length. */
    public static TokenGrid of(int[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        int[] values = new int[rows.length * columns];
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != columns) {
                throw new IllegalArgumentException(
                        "row " + r + " has " + rows[r].length + " of " + columns + " tokens");
            }
            System.arraycopy(rows[r], 0, values, r * columns, columns);
        }
        return new TokenGrid(rows.length, columns, values);
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of columns. */
    public int columns() {
        return columns;
    }

    /** The token at this place. */
    public int at(int row, int column) {
        return values[row * columns + column];
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive). */
    public TokenGrid slice(int from, int to) {
        return new TokenGrid(to - from, columns, Arrays.copyOfRange(values, from * columns, to * columns));
    }

    /** These rows, in this order. */
    public TokenGrid rows(List<Integer> chosen) {
        int[][] kept = new int[chosen.size()][];
        for (int i = 0; i < kept.length; i++) {
            int from = chosen.get(i) * columns;
            kept[i] = Arrays.copyOfRange(values, from, from + columns);
        }
        return of(kept);
    }

    /** Columns {@code from} (inclusive) to {@code to} (exclusive). */
    public TokenGrid columns(int from, int to) {
        int[][] kept = new int[rows][];
        for (int row = 0; row < rows; row++) {
            kept[row] = Arrays.copyOfRange(values, row * columns + from, row * columns + to);
        }
        return of(kept);
    }

    /** All tokens, row by row; a copy. */
    public int[] flat() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenGrid grid && grid.columns == columns && Arrays.equals(grid.values, values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "TokenGrid[" + rows + " x " + columns + "]";
    }
}
