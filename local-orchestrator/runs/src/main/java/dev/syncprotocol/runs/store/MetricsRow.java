package dev.syncprotocol.runs.store;

import java.util.List;

/**
 * One evaluation.
 *
 * @param step global optimizer step
 * @param epoch from 1
 * @param primary the metric that decides; NaN where the cell is empty
 * @param timestamp whole Unix seconds
 * @param cells every cell as written, in column order
 */
public record MetricsRow(long step, long epoch, double primary, long timestamp, List<String> cells) {
    private static final int PRIMARY = 5;
    private static final int IS_BEST = 6;
    private static final int TIMESTAMP = 7;

    public MetricsRow {
        cells = List.copyOf(cells);
        if (epoch < 1) {
            throw new NumberFormatException("epoch " + epoch);
        }
    }

    /** A row of these cells; {@link NumberFormatException} where one is no number. */
    public static MetricsRow of(List<String> cells) {
        if (!cells.get(IS_BEST).matches("[01]")) {
            throw new NumberFormatException("is_best \"" + cells.get(IS_BEST) + "\"");
        }
        return new MetricsRow(
                Long.parseLong(cells.get(0)),
                Long.parseLong(cells.get(1)),
                number(cells.get(PRIMARY)),
                Long.parseLong(cells.get(TIMESTAMP)),
                cells);
    }

    /** Whether it says something of the deciding metric; {@code nan} is something. */
    boolean evaluated() {
        return !cells.get(PRIMARY).isEmpty();
    }

    /** The value of a column, NaN where the cell is empty. */
    public double number(int column) {
        return number(cells.get(column));
    }

    /** {@code nan}, {@code inf}, {@code -inf} and decimals; an empty cell is NaN (run-store.md section 8). */
    static double number(String cell) {
        return switch (cell) {
            case "", "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> decimal(cell);
        };
    }

    /** As it is written in a cell; reading it gives the same double. */
    public static String cell(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return Double.toString(value);
    }

    /** Java also reads {@code NaN}, {@code 1d} and {@code 0x1p3}, which other readers do not. */
    private static double decimal(String cell) {
        if (!cell.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
            throw new NumberFormatException("\"" + cell + "\"");
        }
        return Double.parseDouble(cell);
    }
}
