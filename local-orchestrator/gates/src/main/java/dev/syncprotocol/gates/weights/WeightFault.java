package dev.syncprotocol.gates.weights;

import java.util.Locale;

/** A rule of preflight.md section 5.11 that weights break. */
public enum WeightFault {
    EMPTY("no dimension"),
    NEGATIVE("a weight below 0"),
    NOT_NORMALISED("the weights do not sum to 1 within 1e-6"),
    DIMENSION_ABOVE_HALF("a weight above 0.5"),
    NOT_FINITE("a weight that is no finite number");

    private final String meaning;

    WeightFault(String meaning) {
        this.meaning = meaning;
    }

    /** One clause for people. */
    public String meaning() {
        return meaning;
    }

    /** As reports write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
