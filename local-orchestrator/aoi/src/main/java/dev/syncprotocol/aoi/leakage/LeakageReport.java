package dev.syncprotocol.aoi.leakage;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a leakage check found.
 *
 * @param stops leaks that stop the loop
 * @param warnings near copies that do not
 * @param rowsCompared rows of all sets
 * @param overlaps stopping leaks a pair of sets, for example {@code train/kpi}; every compared pair is there, 0 included
 */
public record LeakageReport(
        List<Leak> stops, List<Leak> warnings, int rowsCompared, SortedMap<String, Integer> overlaps) {
    private static final int SHOWN = 10;

    public LeakageReport {
        stops = List.copyOf(stops);
        warnings = List.copyOf(warnings);
        overlaps = Collections.unmodifiableSortedMap(new TreeMap<>(overlaps));
    }

    /**
     * Refuses when something leaks.
     *
     * @throws SyncException {@code leakage}; the first ten leaks
     */
    public void refuse() {
        if (!stops.isEmpty()) {
            Leak first = stops.get(0);
            List<Violation> shown = stops.stream()
                    .limit(SHOWN)
                    .map(leak -> new Violation(
                            "",
                            leak.right().line(),
                            1,
                            leak.level().word() + " in " + leak.where(),
                            "no row of " + leak.left().set() + " in "
                                    + leak.right().set(),
                            leak.partner()))
                    .toList();
            throw new SyncException(
                    ErrorCode.LEAKAGE,
                    (stops.size() == 1 ? "1 leak: " : stops.size() + " leaks; first ") + first.words(),
                    null,
                    "take the rows out of one of the two tables, then run sync aoi preflight again",
                    shown,
                    List.of());
        }
    }
}
