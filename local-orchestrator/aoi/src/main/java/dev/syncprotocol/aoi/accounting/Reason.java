package dev.syncprotocol.aoi.accounting;

import java.util.Locale;

/** Why a row went no further (specification §11.8). */
public enum Reason {
    NOT_IN_TOP_K,
    NO_MODULE,
    NOT_NEAREST,
    EXCLUDED_BY_HISTORY,
    LABEL_FILTER,
    BELOW_SIMILARITY,
    DUPLICATE_OF_PREVIOUS;

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason of a word in a file. */
    public static Reason of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
