package dev.syncprotocol.gates.diversity;

import java.util.stream.IntStream;

/**
 * Zipf's law fitted to the token frequencies: least squares of {@code ln f} on {@code ln rank} over the most frequent
 * types (preflight.md section 5.3).
 *
 * @param exponent minus the slope; about 1 for natural language
 * @param r2 the share of the variance of {@code ln f} that the line explains; missing where all frequencies are equal
 */
public record ZipfFit(Figure exponent, Figure r2) {
    /** Ranks the reports use. */
    public static final int TOP_RANKS = 5_000;

    /**
     * Fits.
     *
     * @param topRanks how many ranks at most, the most frequent first
     */
    public static ZipfFit of(Corpus corpus, int topRanks) {
        int[] frequencies = topFrequencies(corpus, topRanks);
        if (frequencies.length < 2) {
            Figure missing = Figure.missing("fewer than two ranks");
            return new ZipfFit(missing, missing);
        }
        if (frequencies[0] == frequencies[frequencies.length - 1]) {
            return new ZipfFit(Figure.of(0), Figure.missing("all frequencies are equal"));
        }
        return leastSquares(frequencies);
    }

    /** Descending. */
    private static int[] topFrequencies(Corpus corpus, int topRanks) {
        Tally tally = new Tally();
        corpus.texts().forEach(text -> IntStream.of(text.grams()).forEach(tally::add));
        return IntStream.of(tally.all())
                .map(count -> -count)
                .sorted()
                .limit(topRanks)
                .map(count -> -count)
                .toArray();
    }

    private static ZipfFit leastSquares(int[] frequencies) {
        int count = frequencies.length;
        double meanX =
                IntStream.range(0, count).mapToDouble(i -> Math.log(i + 1)).sum() / count;
        double meanY = IntStream.of(frequencies).mapToDouble(Math::log).sum() / count;
        double sxx = 0;
        double sxy = 0;
        double syy = 0;
        for (int i = 0; i < count; i++) {
            double x = Math.log(i + 1) - meanX;
            double y = Math.log(frequencies[i]) - meanY;
            sxx += x * x;
            sxy += x * y;
            syy += y * y;
        }
        return new ZipfFit(Figure.of(-sxy / sxx), Figure.of(sxy * sxy / (sxx * syy)));
    }
}
