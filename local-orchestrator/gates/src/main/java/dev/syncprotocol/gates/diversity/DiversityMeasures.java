package dev.syncprotocol.gates.diversity;

import java.util.List;

/**
 * Everything that is measured about the variety of a list of texts (preflight.md sections 5.3 and 5.4). Figures without
 * a verdict: what is enough is the gate's word.
 *
 * @param settings what was asked for
 * @param records how many texts, empty ones included
 * @param tokens how many tokens
 * @param types how many distinct tokens
 * @param typeTokenRatio distinct types / tokens of the corpus
 * @param distinct1 distinct tokens
 * @param distinct2 distinct bigrams
 * @param expectationAdjustedDistinct EAD of the types with V = 50,000
 * @param zipf the fit over the top 5,000 ranks
 * @param exactDuplicatePercent percent of records beyond the first of equal token sequences (section 5.6)
 * @param kl3 3-gram KL among the templates, nats per token
 */
public record DiversityMeasures(
        DiversitySettings settings,
        int records,
        long tokens,
        int types,
        Figure typeTokenRatio,
        DistinctN distinct1,
        DistinctN distinct2,
        Figure expectationAdjustedDistinct,
        ZipfFit zipf,
        Figure exactDuplicatePercent,
        Figure kl3) {
    private static final int EAD_VOCABULARY = 50_000;

    /** Measures with the defaults of preflight.md section 5.3: windows of 2,000, 20 of them. */
    public static DiversityMeasures of(List<Text> texts, long seed) {
        return of(texts, DiversitySettings.withSeed(seed));
    }

    /**
     * Measures; the order of the list does not matter.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code data_invalid} when two texts share an id
     */
    public static DiversityMeasures of(List<Text> texts, DiversitySettings settings) {
        Corpus corpus = Corpus.of(texts);
        return new DiversityMeasures(
                settings,
                corpus.records(),
                corpus.tokens(),
                corpus.types(),
                corpus.typeTokenRatio(),
                DistinctN.of(corpus, 1, settings),
                DistinctN.of(corpus, 2, settings),
                corpus.expectationAdjustedDistinct(EAD_VOCABULARY),
                ZipfFit.of(corpus, ZipfFit.TOP_RANKS),
                corpus.exactDuplicatePercent(),
                Kl3.amongTemplates(corpus, settings.seed()));
    }
}
