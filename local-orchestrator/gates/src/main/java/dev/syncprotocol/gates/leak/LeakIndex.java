package dev.syncprotocol.gates.leak;

import dev.syncprotocol.gates.diversity.Tokenizer;
import dev.syncprotocol.gates.shingle.Shingles;
import dev.syncprotocol.gates.shingle.TokenHashes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The evaluation set as an inverted index from n-gram to texts; pool records are checked against it one at a time. At this
 * size nothing is approximated, so no miss is possible. Immutable; may be asked from several threads.
 */
public final class LeakIndex {
    private static final int SHORTEST = 3;

    private final List<EvalText> texts;
    private final int n;
    private final double sim;
    private final boolean masked;
    private final List<long[]> sets = new ArrayList<>();
    private final Postings postings;
    private final Map<Long, List<Short>> shorts = new HashMap<>();
    private final List<Integer> unjudgeable = new ArrayList<>();

    /** A text of 3 or 4 tokens, matched as a whole. */
    private record Short(int eval, long[] tokens) {}

    private LeakIndex(List<EvalText> texts, int n, double sim, boolean masked) {
        this.texts = List.copyOf(texts);
        this.n = n;
        this.sim = sim;
        this.masked = masked;
        for (int i = 0; i < texts.size(); i++) {
            sets.add(index(i, hashes(texts.get(i).text())));
        }
        this.postings = Postings.of(sets);
    }

    /**
     * An index.
     *
     * @param texts the evaluation set's
     * @param n tokens an n-gram, at least 3
     * @param sim the limit on Jaccard and containment
     */
    public static LeakIndex of(List<EvalText> texts, int n, double sim) {
        return new LeakIndex(texts, n, sim, false);
    }

    /** The same with numbers masked by {@code 0}: a warning, not a verdict. */
    public static LeakIndex masked(List<EvalText> texts, int n, double sim) {
        return new LeakIndex(texts, n, sim, true);
    }

    private long[] hashes(String text) {
        return masked ? TokenHashes.masked(text) : TokenHashes.of(text);
    }

    private long[] index(int eval, long[] tokens) {
        if (tokens.length >= n) {
            return Shingles.of(tokens, n);
        }
        if (tokens.length >= SHORTEST) {
            shorts.computeIfAbsent(tokens[0], first -> new ArrayList<>()).add(new Short(eval, tokens));
        } else {
            unjudgeable.add(eval);
        }
        return new long[0];
    }

    /** The evaluation texts, by their index. */
    public List<EvalText> texts() {
        return texts;
    }

    /** Texts of fewer than three tokens: nothing can be said about them. */
    public List<Integer> unjudgeable() {
        return Collections.unmodifiableList(unjudgeable);
    }

    /** Every evaluation text a record shares an n-gram with, or holds as a whole, by index; n-grams never cross texts. */
    public List<Overlap> overlaps(List<String> record) {
        return overlaps(record, 0);
    }

    /** Those with a containment of at least so much; Jaccard never exceeds it. */
    private List<Overlap> overlaps(List<String> record, double least) {
        List<long[]> tokens = record.stream().map(this::hashes).toList();
        Map<Integer, Integer> shared = postings.shared(tokens, n);
        shared.entrySet().removeIf(hit -> containment(hit.getKey(), hit.getValue()) < least);
        List<Overlap> overlaps = new ArrayList<>();
        if (!shared.isEmpty()) {
            int size = Shingles.of(tokens, n).length;
            new TreeMap<>(shared).forEach((eval, count) -> overlaps.add(overlap(eval, count, size)));
        }
        shortMatches(tokens).forEach(eval -> overlaps.add(new Overlap(eval, 0, 0, 1, true)));
        return overlaps;
    }

    /** The evaluation texts that leak into a record, decided on the tokens themselves. */
    public List<Overlap> leaks(List<String> record) {
        return overlaps(record, sim).stream()
                .filter(Overlap::leak)
                .filter(overlap -> overlap.shared() == 0 || verified(record, overlap))
                .toList();
    }

    private Overlap overlap(int eval, int shared, int recordSize) {
        double jaccard = (double) shared / (recordSize + sets.get(eval).length - shared);
        double containment = containment(eval, shared);
        return new Overlap(eval, shared, jaccard, containment, jaccard >= sim || containment >= sim);
    }

    private double containment(int eval, int shared) {
        return (double) shared / sets.get(eval).length;
    }

    /** A hash decided, so the tokens are looked at. */
    private boolean verified(List<String> record, Overlap overlap) {
        Set<String> own = new HashSet<>();
        record.forEach(text -> own.addAll(grams(text)));
        Set<String> theirs = grams(texts.get(overlap.eval()).text());
        long both = theirs.stream().filter(own::contains).count();
        return both == overlap.shared();
    }

    private Set<String> grams(String text) {
        List<String> tokens = masked ? TokenHashes.maskedTokens(text) : Tokenizer.tokens(text);
        Set<String> grams = new HashSet<>();
        for (int i = 0; i + n <= tokens.size(); i++) {
            grams.add(String.join(" ", tokens.subList(i, i + n)));
        }
        return grams;
    }

    private Set<Integer> shortMatches(List<long[]> record) {
        Set<Integer> found = new TreeSet<>();
        for (long[] tokens : shorts.isEmpty() ? List.<long[]>of() : record) {
            for (int i = 0; i < tokens.length; i++) {
                for (Short text : shorts.getOrDefault(tokens[i], List.of())) {
                    if (stands(text.tokens(), tokens, i)) {
                        found.add(text.eval());
                    }
                }
            }
        }
        return found;
    }

    private static boolean stands(long[] part, long[] tokens, int at) {
        return at + part.length <= tokens.length && Arrays.equals(part, 0, part.length, tokens, at, at + part.length);
    }
}
