package dev.syncprotocol.aoi.accounting;

import java.util.Comparator;

/**
 * What rows are counted by.
 *
 * @param label {@code PASS} or a defect in lower case; {@code *} where the stage knows no labels
 * @param provenance {@code base}, {@code real}, {@code sdg}, {@code kpi}; {@code *} where the stage cannot tell
 */
public record Origin(String label, String provenance) implements Comparable<Origin> {
    /** Rows of the KPI set. */
    public static final String KPI = "kpi";
    /** Rows of the seed training table. */
    public static final String BASE = "base";
    /** Production samples of the mining pool. */
    public static final String REAL = "real";
    /** Pre-generated pairs. */
    public static final String SDG = "sdg";
    /** Not told apart. */
    public static final String ANY = "*";

    private static final Comparator<Origin> ORDER =
            Comparator.comparing(Origin::label).thenComparing(Origin::provenance);

    @Override
    public int compareTo(Origin other) {
        return ORDER.compare(this, other);
    }
}
