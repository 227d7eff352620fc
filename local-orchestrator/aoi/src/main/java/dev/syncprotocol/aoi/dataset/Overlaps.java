package dev.syncprotocol.aoi.dataset;

import java.util.OptionalInt;

/**
 * Rows the combined table shares with the sets that judge it, as the leakage check counted them.
 *
 * @param validation with the validation table; empty when it was not looked for
 * @param kpi with the KPI table; empty when it was not looked for
 * @param benchmark with the benchmark; empty when there is none or it was not looked for
 */
public record Overlaps(OptionalInt validation, OptionalInt kpi, OptionalInt benchmark) {
    /** Of a table whose pictures cannot be compared: some are missing or are none. */
    public static final Overlaps NOT_LOOKED_FOR =
            new Overlaps(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** All shared rows. */
    int sum() {
        return validation.orElse(0) + kpi.orElse(0) + benchmark.orElse(0);
    }
}
