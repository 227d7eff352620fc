package dev.syncprotocol.gates.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.protocol.digest.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Kl3Test {
    private static final long SEED = DiversitySettings.PREFLIGHT_SEED;

    /** Section 5.4 word by word, on strings; 9,000 texts reach the limit of 20,000 tokens. To see it red: train on the odd half. */
    @ParameterizedTest
    @ValueSource(ints = {90, 600, 9_000})
    void equalsTheDefinitionWrittenOut(int records) {
        List<Text> texts = SeededTexts.of(21, records);
        double expected = IntStream.range(0, 3)
                .mapToDouble(g -> {
                    List<Text> group = only(texts, text -> text.template().equals(template(g)));
                    List<Text> rest = only(texts, text -> !text.template().equals(template(g)));
                    return (double) group.size() / records * gap(group, rest);
                })
                .sum();
        assertThat(value(Kl3.amongTemplates(Corpus.of(texts), SEED))).isEqualTo(expected, within(1e-12));
    }

    @Test
    void measuresTwoListsAsItMeasuresGroups() {
        List<Text> p = SeededTexts.of(22, 100);
        List<Text> r = SeededTexts.of(23, 300);
        assertThat(value(Kl3.between(p, r, SEED))).isEqualTo(gap(p, r), within(1e-12));
        assertThat(value(Kl3.between(r, p, SEED))).isEqualTo(gap(r, p), within(1e-12));
    }

    @Test
    void staysNearZeroForOneKindOfTextUnderThreeLabels() {
        assertThat(value(Kl3.amongTemplates(Corpus.of(SeededTexts.of(24, 3_000)), SEED)))
                .isBetween(-0.1, 0.1);
    }

    @Test
    void growsWhenEachLabelHasItsOwnWording() {
        List<Text> texts = SeededTexts.of(24, 3_000).stream()
                .map(text -> new Text(
                        text.id(), text.content().replace("w", text.template().orElseThrow()), text.template()))
                .toList();
        assertThat(value(Kl3.amongTemplates(Corpus.of(texts), SEED))).isGreaterThan(1);
    }

    @Test
    void saysHowManyRecordsNameNoTemplate() {
        List<Text> texts = List.of(Text.of("a", "one"), Text.of("b", "two", "t"));
        assertThat(Kl3.amongTemplates(Corpus.of(texts), SEED).reason()).contains("1 of 2 records name no template");
    }

    @Test
    void saysThatOneTemplateIsNotEnough() {
        List<Text> texts = List.of(Text.of("a", "word ".repeat(300), "t"));
        assertThat(Kl3.amongTemplates(Corpus.of(texts), SEED).reason()).contains("fewer than two templates");
    }

    @Test
    void namesTheTemplateThatIsTooShort() {
        List<Text> texts = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> texts.add(Text.of("long-" + i, "word ".repeat(100), "long")));
        IntStream.range(0, 20).forEach(i -> texts.add(Text.of("short-" + i, "word ".repeat(9), "short")));
        texts.add(Text.of("short-20", "word ".repeat(19), "short"));
        assertThat(Kl3.amongTemplates(Corpus.of(texts), SEED).reason())
                .contains("template short has 199 tokens, fewer than 200");

        texts.set(40, Text.of("short-20", "word ".repeat(20), "short"));
        assertThat(Kl3.amongTemplates(Corpus.of(texts), SEED).value()).isPresent();
    }

    /** The digest of seed and id ends in 5 for "c" and in c for "a". */
    @Test
    void namesTheHalfThatASingleRecordLeavesEmpty() {
        Text odd = Text.of("c", "word ".repeat(300), "one");
        Text even = Text.of("a", "other ".repeat(300), "two");
        assertThat(isEven(odd)).isFalse();
        assertThat(isEven(even)).isTrue();
        assertThat(Kl3.between(List.of(odd), List.of(even), SEED).reason())
                .contains("the even half of P is left without tokens by the split and the cut");
        assertThat(Kl3.between(List.of(even), List.of(odd), SEED).reason())
                .contains("the odd half of P is left without tokens by the split and the cut");
    }

    @Test
    void saysWhenNoRecordOfTheReferenceFits() {
        List<Text> texts = SeededTexts.of(25, 40);
        List<Text> oneLong = List.of(Text.of("long", "word ".repeat(5_000)));
        assertThat(Kl3.between(texts, oneLong, SEED).reason())
                .contains("R is left without tokens by the split and the cut");
    }

    private static double gap(List<Text> p, List<Text> r) {
        List<Text> train = only(p, Kl3Test::isEven);
        List<Text> held = only(p, text -> !isEven(text));
        int budget = Math.min(20_000, Math.min(tokens(train), tokens(r)));
        return CrossEntropyGap.of(cut(train, budget), cut(held, Integer.MAX_VALUE), cut(r, budget))
                .kl3();
    }

    private static List<String> cut(List<Text> texts, int budget) {
        List<String> taken = new ArrayList<>();
        int left = budget;
        for (Text text :
                texts.stream().sorted(Comparator.comparing(Kl3Test::digest)).toList()) {
            left -= tokens(List.of(text));
            if (left < 0) {
                return taken;
            }
            taken.add(text.content());
        }
        return taken;
    }

    private static boolean isEven(Text text) {
        return Character.digit(digest(text).charAt(63), 16) % 2 == 0;
    }

    private static String digest(Text text) {
        return Sha256.of(SEED + text.id()).hex();
    }

    private static int tokens(List<Text> texts) {
        return texts.stream()
                .mapToInt(text -> Tokenizer.tokens(text.content()).size())
                .sum();
    }

    private static List<Text> only(List<Text> texts, Predicate<Text> which) {
        return texts.stream().filter(which).toList();
    }

    private static Optional<String> template(int number) {
        return Optional.of("template-" + number);
    }

    private static double value(Figure figure) {
        return figure.value().orElseThrow(() -> new AssertionError(figure.reason()));
    }
}
