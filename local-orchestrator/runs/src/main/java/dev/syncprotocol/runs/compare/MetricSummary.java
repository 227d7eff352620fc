package dev.syncprotocol.runs.compare;

import dev.syncprotocol.runs.store.BestPoint;
import dev.syncprotocol.runs.store.FinishedRun;
import dev.syncprotocol.runs.store.MetricsRow;
import dev.syncprotocol.runs.store.MetricsTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A column of one run's metrics.csv, finite values only.
 *
 * @param points how many there are
 * @param first in file order
 * @param last in file order
 * @param min the smallest
 * @param max the largest
 * @param atBest the value of the run's best evaluation
 */
public record MetricSummary(
        long points,
        OptionalDouble first,
        OptionalDouble last,
        OptionalDouble min,
        OptionalDouble max,
        OptionalDouble atBest) {

    private static final int SHOWN_DIGITS = 7;
    private static final MetricSummary NONE = new MetricSummary(
            0,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());

    /** A value as people read it, seven digits; what is exact stands in the metrics and the JSON. */
    public static String rounded(double value) {
        return Double.toString(
                new BigDecimal(value).round(new MathContext(SHOWN_DIGITS)).doubleValue());
    }

    /** The column of a run; no values where the run does not have the column. */
    static MetricSummary of(FinishedRun run, String column) {
        MetricsTable table = run.metrics();
        if (!table.columns().contains(column)) {
            return NONE;
        }
        double[] finite =
                Arrays.stream(table.numbers(column)).filter(Double::isFinite).toArray();
        return finite.length == 0
                ? NONE
                : new MetricSummary(
                        finite.length,
                        OptionalDouble.of(finite[0]),
                        OptionalDouble.of(finite[finite.length - 1]),
                        Arrays.stream(finite).min(),
                        Arrays.stream(finite).max(),
                        atBest(table, column, run.best()));
    }

    private static OptionalDouble atBest(MetricsTable table, String column, Optional<BestPoint> best) {
        int at = table.columns().indexOf(column);
        List<MetricsRow> rows = table.rows();
        return rows.stream()
                .filter(row -> best.isPresent() && row.step() == best.get().step())
                .mapToDouble(row -> row.number(at))
                .filter(Double::isFinite)
                .findFirst();
    }
}
