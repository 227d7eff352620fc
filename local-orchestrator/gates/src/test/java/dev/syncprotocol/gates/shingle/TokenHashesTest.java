package dev.syncprotocol.gates.shingle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.gates.diversity.Tokenizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TokenHashesTest {
    private static final String LETTERS = "aZ09_'’.,! -\n\té机器ﬁÅ<>=#";

    /** To see it red: let an apostrophe end the token in TokenHashes.walk. */
    @Test
    void givesEqualHashesExactlyToEqualTokens() {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Long> known = new HashMap<>();
        for (int round = 0; round < 20_000; round++) {
            String text = text(random, round % 2 == 0 ? 13 : LETTERS.length());
            List<String> tokens = Tokenizer.tokens(text);
            long[] hashes = TokenHashes.of(text);
            assertThat(hashes).as(text).hasSize(tokens.size());
            for (int i = 0; i < hashes.length; i++) {
                assertThat(known.computeIfAbsent(tokens.get(i), hashOf(hashes[i])))
                        .isEqualTo(hashes[i]);
            }
        }
        assertThat(known.values()).doesNotHaveDuplicates().hasSizeGreaterThan(1_000);
    }

    private static Function<String, Long> hashOf(long hash) {
        return token -> hash;
    }

    private static String text(SplittableRandom random, int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(letters)));
        }
        return text.toString();
    }

    @Test
    void masksNumbersOnly() {
        assertThat(TokenHashes.maskedTokens("Tom has 12 apples, 3rd of 1,450"))
                .containsExactly("tom", "has", "0", "apples", "0", "of", "0", "0");
        assertThat(TokenHashes.masked("12 a")).isEqualTo(TokenHashes.of("0 a"));
    }

    @Test
    void takesAShortTextAsOneShingleAndAnEmptyOneAsNone() {
        assertThat(Shingles.of(TokenHashes.of("one two three"), 5)).hasSize(1);
        assertThat(Shingles.of(TokenHashes.of("?!"), 5)).isEmpty();
        assertThat(Shingles.of(TokenHashes.of("a b c d e f"), 5)).hasSize(2);
        assertThat(Shingles.of(List.of(TokenHashes.of("a b c d e"), TokenHashes.of("f g")), 5))
                .hasSize(1);
    }

    @Test
    void countsWhatTwoSetsShare() {
        assertThat(Shingles.shared(new long[] {-3, 1, 5, 9}, new long[] {-3, 2, 5, 10}))
                .isEqualTo(2);
        long[] tokens = TokenHashes.of("b a b a b a b");
        assertThat(Shingles.of(tokens, 2)).isSorted().hasSize(2);
        assertThat(Arrays.stream(Shingles.inOrder(tokens, 2)).distinct().count())
                .isEqualTo(2);
    }
}
