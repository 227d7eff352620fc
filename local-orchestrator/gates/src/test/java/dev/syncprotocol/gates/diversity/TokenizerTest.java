package dev.syncprotocol.gates.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerTest {
    /** Preflight.md appendix A, its examples and the corner of each rule. To see it red: cut at every apostrophe. */
    static Stream<Arguments> texts() {
        return Stream.of(
                cut("didn't", "didn't"),
                cut("it\u2019s \uFB01ne", "it's", "fine"),
                cut("\u673A\u5668\u5B66\u4E60", "\u673A", "\u5668", "\u5B66", "\u4E60"),
                cut("12 - 5 = 7", "12", "5", "7"),
                cut("1,450.50", "1", "450", "50"),
                cut("snake_case __init__", "snake_case", "__init__"),
                cut("\uFF26\uFF35\uFF2C\uFF2C \u216B", "full", "xii"),
                cut("\u00C9TUDE e\u0301tude", "\u00E9tude", "\u00E9tude"),
                cut("\u0130", "i\u0307"),
                cut("rock'n'roll", "rock'n'roll"),
                cut("'quoted' dogs' 'tis", "quoted", "dogs", "tis"),
                cut("don''t", "don", "t"),
                cut("5'9 a'1 _'b", "5", "9", "a", "1", "_", "b"),
                cut("a'\u4E2D", "a", "\u4E2D"),
                cut("\u4E2D'a", "\u4E2D", "a"),
                cut("Java\u8BED\u8A0017", "java", "\u8BED", "\u8A00", "17"),
                cut("\u3072\u30AB\uFF76", "\u3072", "\u30AB", "\u30AB"),
                cut("\uD840\uDC00\uD840\uDC01", "\uD840\uDC00", "\uD840\uDC01"),
                cut("\uD83D\uDE00 \u200B\t\n"),
                cut(""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void cutsAsTheAppendixSays(String text, List<String> tokens) {
        assertThat(Tokenizer.tokens(text)).containsExactlyElementsOf(tokens);
    }

    @Test
    void leavesItsOwnTokensAsTheyAre() {
        for (Text text : SeededTexts.of(7, 50)) {
            List<String> tokens = Tokenizer.tokens(text.content());
            assertThat(Tokenizer.tokens(String.join(" ", tokens))).isEqualTo(tokens);
        }
    }

    private static Arguments cut(String text, String... tokens) {
        return Arguments.of(text, List.of(tokens));
    }
}
