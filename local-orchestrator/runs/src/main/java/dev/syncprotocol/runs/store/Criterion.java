package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What better means.
 *
 * @param primary the metric that decides
 * @param mode which of its values are better
 * @param unit its unit, may be empty
 * @param minDelta a promotion must exceed the old value by more than this
 */
public record Criterion(String primary, Mode mode, String unit, double minDelta) {
    /** Whether values under both may be compared. */
    public boolean comparable(Criterion other) {
        return primary.equals(other.primary) && mode == other.mode && unit.equals(other.unit);
    }

    /** For people: {@code val_psnr (max: larger is better, dB)}. */
    public String words() {
        String after = unit.isEmpty() ? "" : ", " + unit;
        return primary + " (" + mode.word() + ": " + mode.meaning() + after + ")";
    }

    static Criterion of(JsonNode metrics) {
        return new Criterion(
                metrics.get("primary").textValue(),
                Mode.of(metrics.get("mode").textValue()),
                metrics.get("unit").textValue(),
                metrics.get("min_delta").doubleValue());
    }
}
