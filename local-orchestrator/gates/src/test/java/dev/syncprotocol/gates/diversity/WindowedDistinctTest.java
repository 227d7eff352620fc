package dev.syncprotocol.gates.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.protocol.digest.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowedDistinctTest {
    private static final long SEED = DiversitySettings.PREFLIGHT_SEED;

    /** Section 5.3 word by word, slowly. To see it red: begin the windows at k = 1, or take one n-gram too many. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 1_000})
    void equalsTheDefinitionWrittenOut(int t) {
        List<Text> texts = SeededTexts.of(11, 150);
        double[] windows = IntStream.range(0, 5)
                .mapToDouble(k -> bigramWindow(texts, SEED + ":" + k + ":", t))
                .toArray();
        double mean = IntStream.range(0, 5).mapToDouble(k -> windows[k]).sum() / 5;
        double squares = IntStream.range(0, 5)
                .mapToDouble(k -> Math.pow(windows[k] - mean, 2))
                .sum();

        WindowedDistinct found = bigrams(texts, new DiversitySettings(SEED, t, 5));
        assertThat(value(found.value())).isEqualTo(mean, within(1e-12));
        assertThat(value(found.sd())).isEqualTo(Math.sqrt(squares / 4), within(1e-12));
        assertThat(found.t()).isEqualTo(t);
        assertThat(found.windows()).isEqualTo(5);
        assertThat(found.underpowered()).isFalse();
    }

    @Test
    void drawsTheSameWindowsFromTheSameSeedAndOthersFromAnother() {
        List<Text> texts = SeededTexts.of(12, 400);
        WindowedDistinct first = bigrams(texts, DiversitySettings.withSeed(1));
        assertThat(bigrams(texts, DiversitySettings.withSeed(1))).isEqualTo(first);
        assertThat(bigrams(texts, DiversitySettings.withSeed(2))).isNotEqualTo(first);
    }

    @Test
    void takesAllInOneWindowWhenThereAreFewer() {
        List<Text> texts = List.of(Text.of("a", "one two three one two"));
        WindowedDistinct found = bigrams(texts, new DiversitySettings(SEED, 5, 20));
        assertThat(found.underpowered()).isTrue();
        assertThat(found.t()).isEqualTo(4);
        assertThat(found.windows()).isEqualTo(1);
        assertThat(value(found.value())).isEqualTo(0.75);
        assertThat(found.sd().reason()).contains("fewer than two windows");
    }

    @Test
    void isNotUnderpoweredWithExactlyAWindowOfThem() {
        List<Text> texts = List.of(Text.of("a", "one two three one two"));
        WindowedDistinct found = bigrams(texts, new DiversitySettings(SEED, 4, 20));
        assertThat(found.underpowered()).isFalse();
        assertThat(found.windows()).isEqualTo(20);
        assertThat(value(found.sd())).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {499, 500})
    void lacksEvidenceBelowFiveHundred(int bigrams) {
        List<Text> texts = List.of(Text.of("a", "word ".repeat(bigrams + 1)));
        assertThat(bigrams(texts, DiversitySettings.withSeed(SEED)).lacksEvidence())
                .isEqualTo(bigrams < 500);
    }

    private static double bigramWindow(List<Text> texts, String prefix, int t) {
        List<String> all = new ArrayList<>();
        texts.stream()
                .sorted(Comparator.comparing(
                        text -> Sha256.of(prefix + text.id()).hex()))
                .map(text -> Tokenizer.tokens(text.content()))
                .forEach(tokens -> IntStream.range(0, Math.max(0, tokens.size() - 1))
                        .forEach(i -> all.add(tokens.get(i) + " " + tokens.get(i + 1))));
        return (double) new HashSet<>(all.subList(0, t)).size() / t;
    }

    private static WindowedDistinct bigrams(List<Text> texts, DiversitySettings settings) {
        return DistinctN.of(Corpus.of(texts), 2, settings).windowed();
    }

    private static double value(Figure figure) {
        return figure.value().orElseThrow();
    }
}
