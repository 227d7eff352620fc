package dev.syncprotocol.runs.store;

import java.util.Optional;
import java.util.function.Predicate;

/** The best evaluation of a run (run-store.md section 10.1). */
final class BestRule {
    private BestRule() {}

    /**
     * The first of the best rows with a finite primary value; the file's own {@code is_best} plays no part (C12).
     *
     * @param candidate rows that may win
     * @return empty when no such row has a finite value
     */
    static Optional<MetricsRow> best(MetricsTable table, Mode mode, Predicate<MetricsRow> candidate) {
        MetricsRow best = null;
        for (MetricsRow row : table.rows()) {
            boolean eligible = Double.isFinite(row.primary()) && candidate.test(row);
            if (eligible && (best == null || beats(mode, row.primary(), best.primary()))) {
                best = row;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Compared, not subtracted: the difference of two close subnormals or two huge values is no measure. */
    private static boolean beats(Mode mode, double value, double than) {
        return mode == Mode.MAX ? value > than : value < than;
    }
}
