package dev.syncprotocol.gates.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.gates.diversity.Tokenizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
    /** The worked example of preflight.md section 5.6. */
    @Test
    void findsRecordsThatDifferInPunctuationOnly() {
        Duplicates found = Duplicates.of(List.of("A cat sat.", "A cat sat!", "Another text", ""));
        assertThat(found.exact()).containsExactly(1);
        assertThat(found.near()).containsExactly(1);
        assertThat(found.exactPercent()).isEqualTo(25);
    }

    @Test
    void countsEmptyTextsByTheExactRuleOnly() {
        Duplicates found = Duplicates.of(List.of("", "?", "word"));
        assertThat(found.exact()).containsExactly(1);
        assertThat(found.near()).isEmpty();
    }

    @Test
    void joinsAChainOfNeighboursIntoOneCluster() {
        String a = "a b c d e f g h i j k l m n o p q r s t u v w x y z 1 2 3 4 5 6 7 8 9";
        assertThat(Duplicates.of(List.of(a, a + " p1", a + " p1 p2", "else altogether here now five"))
                        .near())
                .containsExactly(1, 2);
    }

    /** No pair is missed and none invented: compared with all pairs. To see it red: {@code + 0} for {@code + 1} in Prefixes.prefix. */
    @Test
    void findsWhatComparingAllPairsFinds() {
        List<String> texts = texts(800);
        Duplicates found = Duplicates.of(texts);
        assertThat(found.near()).containsExactlyElementsOf(byAllPairs(texts));
        assertThat(found.near()).hasSizeGreaterThan(40);
        assertThat(found.exact()).isNotEmpty();
    }

    @Test
    void findsTheSameWithOneThreadAndWithMany() throws Exception {
        List<String> texts = texts(3_000);
        Duplicates alone = onThreads(1, texts);
        assertThat(onThreads(4, texts)).isEqualTo(alone);
        assertThat(alone.near()).hasSizeGreaterThan(200);
    }

    private static Duplicates onThreads(int threads, List<String> texts) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> Duplicates.of(texts)).get();
        } finally {
            pool.shutdown();
        }
    }

    /** Ends only because equal sets are joined before any are compared: 60,000 of them are 1.8 billion pairs. */
    @Test
    void joinsARepeatedTextWithoutComparingEachWithEach() {
        String text = "one text of more than five words, over and over again";
        Duplicates found = Duplicates.of(Collections.nCopies(60_000, text));
        assertThat(found.near()).hasSize(59_999);
        assertThat(found.exact()).hasSize(59_999);
    }

    private static List<String> texts(int count) {
        SplittableRandom random = new SplittableRandom(20250820);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(i > 50 && i % 4 == 0 ? edited(texts.get(random.nextInt(texts.size())), random) : fresh(random));
        }
        return texts;
    }

    private static String fresh(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 3 + random.nextInt(120); i > 0; i--) {
            text.append("w").append((int) Math.exp(random.nextDouble() * 6)).append(' ');
        }
        return text.toString();
    }

    /** The same with up to three words replaced. */
    private static String edited(String text, SplittableRandom random) {
        String[] words = text.split(" ");
        for (int edits = random.nextInt(4); edits > 0; edits--) {
            words[random.nextInt(words.length)] = "edit";
        }
        return String.join(" ", words);
    }

    private static List<Integer> byAllPairs(List<String> texts) {
        List<Set<String>> sets = texts.stream().map(DuplicatesTest::shingles).toList();
        Clusters clusters = new Clusters(texts.size());
        for (int i = 0; i < sets.size(); i++) {
            for (int j = 0; j < i; j++) {
                Set<String> both = new HashSet<>(sets.get(i));
                both.retainAll(sets.get(j));
                int union = sets.get(i).size() + sets.get(j).size() - both.size();
                if (100 * both.size() >= 85 * union && union > 0) {
                    clusters.join(i, j);
                }
            }
        }
        return clusters.beyondFirst();
    }

    private static Set<String> shingles(String text) {
        List<String> tokens = Tokenizer.tokens(text);
        Set<String> grams = new TreeSet<>();
        for (int i = 0; i + 5 <= tokens.size(); i++) {
            grams.add(String.join(" ", tokens.subList(i, i + 5)));
        }
        if (grams.isEmpty() && !tokens.isEmpty()) {
            grams.add(String.join(" ", tokens));
        }
        return grams;
    }
}
