package dev.syncprotocol.aoi.loop;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** {@code <TS>} inside a phase: {@code YYYY-MM-DD_HHMMSS}, UTC (specification §8). */
final class StageTime {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HHmmss").withZone(ZoneOffset.UTC);

    private StageTime() {}

    static String of(Clock clock) {
        return FORM.format(clock.instant());
    }
}
