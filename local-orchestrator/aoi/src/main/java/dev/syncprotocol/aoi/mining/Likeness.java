package dev.syncprotocol.aoi.mining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How alike KPI and pool pictures look to an embedder (specification §9.1, P14): what a similarity cut-off is chosen on.
 *
 * @param cosines of every pair, ascending; never changed
 */
public record Likeness(double[] cosines) {
    /** So many pictures of either side are compared. */
    public static final int MOST = 200;

    private static final String WORDS = "KPI and pool pictures: ";

    /** Of two lists of vectors, the first {@link #MOST} of each; they need not be of length 1. */
    public static Likeness of(List<float[]> kpi, List<float[]> pool) {
        return new Likeness(kpi.stream()
                .limit(MOST)
                .flatMapToDouble(one -> pool.stream().limit(MOST).mapToDouble(other -> cosine(one, other)))
                .sorted()
                .toArray());
    }

    /** What a log of embeddings says of it; empty where it says nothing. */
    public static Optional<String> told(Path log) throws IOException {
        return Files.isRegularFile(log)
                ? Files.readAllLines(log).stream()
                        .filter(line -> line.startsWith(WORDS))
                        .findFirst()
                : Optional.empty();
    }

    /** One line: the quantiles, and the share at or above the cut-off. */
    public String words(double cutoff) {
        if (cosines.length == 0) {
            return WORDS + "none to compare";
        }
        return WORDS
                + String.format(
                        Locale.ROOT,
                        "%.0f %% at least %s alike (quantiles 10/50/90/99 %%: %.3f %.3f %.3f %.3f)",
                        100.0 * above(cutoff) / cosines.length,
                        cutoff,
                        quantile(0.1),
                        quantile(0.5),
                        quantile(0.9),
                        quantile(0.99));
    }

    /** The same line when the cut-off lets more than half of all pairs through. */
    public Optional<String> warning(double cutoff) {
        return above(cutoff) * 2 > cosines.length
                ? Optional.of(words(cutoff) + ": the cut-off lets more than half through")
                : Optional.empty();
    }

    private long above(double cutoff) {
        return Arrays.stream(cosines).filter(cosine -> cosine >= cutoff).count();
    }

    private double quantile(double share) {
        return cosines[(int) Math.min(cosines.length - 1, Math.floor(share * cosines.length))];
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            left += (double) a[i] * a[i];
            right += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(left * right);
    }
}
