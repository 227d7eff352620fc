package dev.syncprotocol.gates.diversity;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How many n-grams of a corpus are distinct, in the definitions in use (preflight.md section 5.3). Each of them depends
 * on length; only {@link #windowed} compares corpora of different size.
 *
 * @param n tokens an n-gram
 * @param corpus distinct n-grams / n-grams of the corpus
 * @param meanPerRecord mean of distinct / all within a record, over the records that have an n-gram
 * @param overTokens distinct n-grams / tokens of the corpus (Li et al. 2016)
 * @param windowed {@code distinct_n@T}, what the gate judges
 */
public record DistinctN(int n, Figure corpus, Figure meanPerRecord, Figure overTokens, WindowedDistinct windowed) {
    /**
     * Measures.
     *
     * @param n at least 1
     */
    public static DistinctN of(Corpus corpus, int n, DiversitySettings settings) {
        NGrams grams = NGrams.of(corpus, n);
        String none = n == 1 ? "no tokens" : "no record has " + n + " tokens";
        return new DistinctN(
                n,
                Figure.ratio(grams.types(), grams.total(), none),
                meanPerRecord(grams, none),
                Figure.ratio(grams.types(), corpus.tokens(), "no tokens"),
                WindowedDistinct.of(grams, settings));
    }

    private static Figure meanPerRecord(NGrams grams, String none) {
        List<int[]> records = grams.texts().stream()
                .map(NumberedText::grams)
                .filter(record -> record.length > 0)
                .toList();
        double sum = records.stream().mapToDouble(DistinctN::share).sum();
        return Figure.ratio(sum, records.size(), none);
    }

    private static double share(int[] record) {
        return (double) IntStream.of(record).distinct().count() / record.length;
    }
}
