package dev.syncprotocol.aoi.choice;

import java.util.Locale;

/** Percentages as sentences have them. */
final class Percent {
    private Percent() {}

    /** {@code 3.83 %}. */
    static String of(double value) {
        return number(value) + " %";
    }

    /** {@code 3.83}. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
