package dev.syncprotocol.gates.duplicate;

import dev.syncprotocol.gates.diversity.Tokenizer;
import dev.syncprotocol.gates.shingle.Shingles;
import dev.syncprotocol.gates.shingle.TokenHashes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The duplicates among texts (preflight.md section 5.6): records beyond the first of equal token sequences, and records
 * beyond the first of a cluster of pairs with 5-gram Jaccard of at least the limit.
 *
 * @param records how many texts
 * @param exact indices beyond the first of equal ones, ascending
 * @param near indices beyond the first of their cluster, ascending
 */
public record Duplicates(int records, List<Integer> exact, List<Integer> near) {
    private static final int N = 5;

    /** Jaccard of a near-duplicate. */
    public static final double LIMIT = 0.85;

    public Duplicates {
        exact = List.copyOf(exact);
        near = List.copyOf(near);
    }

    /** One text while it is compared. */
    private record Print(long sequence, long[] shingles) {
        static Print of(String text) {
            long[] tokens = TokenHashes.of(text);
            return new Print(
                    Arrays.hashCode(tokens) * 31L + Shingles.gram(tokens, 0, tokens.length), Shingles.of(tokens, N));
        }
    }

    /** Finds them all; the order of the list decides who counts as the first. */
    public static Duplicates of(List<String> texts) {
        List<Print> prints = texts.parallelStream().map(Print::of).toList();
        List<long[]> sets = prints.stream().map(Print::shingles).toList();
        return new Duplicates(texts.size(), exact(texts, prints), NearDuplicates.of(sets, LIMIT));
    }

    /** {@code 100 exact / records}; 0 for no records. */
    public double exactPercent() {
        return percent(exact);
    }

    /** {@code 100 near / records}; 0 for no records. */
    public double nearPercent() {
        return percent(near);
    }

    private double percent(List<Integer> found) {
        return records == 0 ? 0 : 100.0 * found.size() / records;
    }

    private static List<Integer> exact(List<String> texts, List<Print> prints) {
        Map<Long, List<Integer>> firsts = new HashMap<>();
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            List<Integer> alike = firsts.computeIfAbsent(prints.get(i).sequence(), hash -> new ArrayList<>(1));
            if (isKnown(texts, alike, i)) {
                found.add(i);
            } else {
                alike.add(i);
            }
        }
        return found;
    }

    private static boolean isKnown(List<String> texts, List<Integer> alike, int i) {
        return alike.stream().anyMatch(first -> isSame(texts.get(first), texts.get(i)));
    }

    private static boolean isSame(String a, String b) {
        return a.equals(b) || Tokenizer.tokens(a).equals(Tokenizer.tokens(b));
    }
}
