package dev.syncprotocol.aoi.dataset;

import java.util.OptionalInt;

/**
 * Rows the combined table shares with the sets that judge it, as the leakage check counted them.
 *
 * @param validation with the validation table
 * @param kpi with the KPI table
 * @param benchmark with the benchmark; empty when there is none
 */
public record Overlaps(int validation, int kpi, OptionalInt benchmark) {}
