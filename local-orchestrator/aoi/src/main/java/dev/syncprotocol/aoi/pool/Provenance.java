package dev.syncprotocol.aoi.pool;

import java.util.Locale;

/** Where a row of the source pool comes from. */
public enum Provenance {
    /** A production sample of the mining pool. */
    REAL,
    /** A pre-generated pair (synthetic data generation). */
    SDG;

    /** The word in tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The provenance with this word; {@link IllegalArgumentException} for another word. */
    public static Provenance of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
