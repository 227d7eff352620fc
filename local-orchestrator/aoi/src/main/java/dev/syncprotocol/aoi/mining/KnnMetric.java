package dev.syncprotocol.aoi.mining;

import java.util.Locale;

/** How two vectors are compared (specification S4-7); all on vectors of length 1. */
public enum KnnMetric {
    COSINE,
    EUCLIDEAN,
    MANHATTAN;

    /** The word of options and files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
