package dev.syncprotocol.gates.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code golden/diversity.json}, and no expected key left unread. */
class GoldenDiversityTest {
    private static final DiversitySettings SETTINGS = DiversitySettings.withSeed(DiversitySettings.PREFLIGHT_SEED);

    static Stream<Arguments> cases() {
        return Golden.cases("diversity").stream()
                .map(golden -> Arguments.of(golden.get("name").textValue(), golden));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void cutsTheTokensSpelledOut(String name, JsonNode golden) {
        List<List<String>> expected = new ArrayList<>();
        golden.get("expected").get("tokens").forEach(tokens -> expected.add(Golden.strings(tokens)));
        assertThat(texts(golden).stream().map(Tokenizer::tokens)).containsExactlyElementsOf(expected);
    }

    /**
     * To see it red, one edit each: pair a token with itself in NGrams; average over all records in DistinctN; leave out
     * the minus in ZipfFit; {@code V + 1} for {@code V} in EAD; count every record as distinct in Corpus.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void measuresWhatTheGoldenCaseSays(String name, JsonNode golden) {
        JsonNode expected = golden.get("expected");
        Corpus corpus = corpus(texts(golden));
        DistinctN words = DistinctN.of(corpus, 1, SETTINGS);
        DistinctN bigrams = DistinctN.of(corpus, 2, SETTINGS);
        ZipfFit zipf = ZipfFit.of(corpus, golden.get("inputs").get("zipf_top").intValue());
        int vocabulary = golden.get("inputs").get("ead_vocab_size").intValue();

        Golden.agrees("distinct-1", words.corpus(), expected.get("distinct_1_corpus"));
        Golden.agrees("distinct-1 a record", words.meanPerRecord(), expected.get("distinct_1_mean_per_record"));
        Golden.agrees("distinct-2", bigrams.corpus(), expected.get("distinct_2_corpus"));
        Golden.agrees("distinct-2 a record", bigrams.meanPerRecord(), expected.get("distinct_2_mean_per_record"));
        Golden.agrees("distinct-2 of Li", bigrams.overTokens(), expected.get("distinct_2_over_tokens_li2016"));
        Golden.agrees("TTR", corpus.typeTokenRatio(), expected.get("ttr"));
        Golden.agrees(
                "EAD", corpus.expectationAdjustedDistinct(vocabulary), expected.get("expectation_adjusted_distinct_1"));
        Golden.agrees("Zipf exponent", zipf.exponent(), expected.get("zipf_exponent"));
        Golden.agrees("Zipf r2", zipf.r2(), expected.get("zipf_r2"));
        Golden.agrees("exact duplicates", corpus.exactDuplicatePercent(), expected.get("exact_dup_pct"));
        assertThat(expected).as("figures compared here, and the tokens").hasSize(11);
    }

    private static List<String> texts(JsonNode golden) {
        return Golden.strings(golden.get("inputs").get("texts"));
    }

    private static Corpus corpus(List<String> texts) {
        return Corpus.of(IntStream.range(0, texts.size())
                .mapToObj(i -> Text.of("r" + i, texts.get(i)))
                .toList());
    }
}
