package dev.syncprotocol.gates.diversity;

import java.nio.IntBuffer;
import java.util.List;

/** Texts after the tokenizer, ready to be measured. Immutable; holds each token as a number. */
public final class Corpus {
    private final List<NumberedText> texts;
    private final int types;
    private final long tokens;

    private Corpus(List<NumberedText> texts, int types) {
        this.texts = texts;
        this.types = types;
        this.tokens = texts.stream().mapToLong(NumberedText::length).sum();
    }

    /**
     * Tokenizes (preflight.md appendix A). The order of the list does not matter: no figure depends on it.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code data_invalid} when two texts share an id
     */
    public static Corpus of(List<Text> texts) {
        Vocabulary vocabulary = new Vocabulary();
        List<NumberedText> numbered = vocabulary.number(texts);
        return new Corpus(numbered, vocabulary.size());
    }

    /** How many texts, empty ones included. */
    public int records() {
        return texts.size();
    }

    /** How many tokens in all. */
    public long tokens() {
        return tokens;
    }

    /** How many distinct tokens. */
    public int types() {
        return types;
    }

    /** Distinct types / tokens over the whole corpus; falls with length. */
    public Figure typeTokenRatio() {
        return Figure.ratio(types, tokens, "no tokens");
    }

    /**
     * Expectation-adjusted distinct-1, {@code N / (V (1 - ((V-1)/V)^C))} with N types and C tokens (arXiv 2202.13587).
     *
     * @param vocabulary V, the types the texts could have used; at least 2
     */
    public Figure expectationAdjustedDistinct(int vocabulary) {
        // expm1 and log1p: ((V-1)/V)^C is close to 1 for few tokens, and 1 - it would lose digits.
        double expected = -vocabulary * Math.expm1(tokens * Math.log1p(-1.0 / vocabulary));
        return tokens == 0 ? Figure.missing("no tokens") : Figure.of(types / expected);
    }

    /** Percent of records beyond the first of equal token sequences: {@code 100 (records - distinct) / records}. */
    public Figure exactDuplicatePercent() {
        long distinct = texts.stream()
                .map(text -> IntBuffer.wrap(text.grams()))
                .distinct()
                .count();
        return Figure.ratio(100.0 * (records() - distinct), records(), "no records");
    }

    /** In the order of ids. */
    List<NumberedText> texts() {
        return texts;
    }
}
