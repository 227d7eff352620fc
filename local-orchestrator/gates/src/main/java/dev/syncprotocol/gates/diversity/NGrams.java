package dev.syncprotocol.gates.diversity;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The n-grams of a corpus by number; they never cross records (preflight.md section 5.1).
 *
 * @param texts in the order of ids; a text of fewer than n tokens has none
 * @param types how many distinct n-grams
 */
record NGrams(List<NumberedText> texts, int types) {
    static NGrams of(Corpus corpus, int n) {
        NGrams grams = new NGrams(corpus.texts(), corpus.types());
        for (int length = 2; length <= n; length++) {
            grams = grams.longer(corpus.texts());
        }
        return grams;
    }

    /** How many n-grams in all. */
    long total() {
        return texts.stream().mapToLong(NumberedText::length).sum();
    }

    /** An (n+1)-gram is an n-gram and the token behind it, so a pair of numbers tells it exactly. */
    private NGrams longer(List<NumberedText> tokens) {
        Numbering numbering = new Numbering();
        List<NumberedText> longer = IntStream.range(0, texts.size())
                .mapToObj(i -> tokens.get(i)
                        .with(extend(texts.get(i).grams(), tokens.get(i).grams(), numbering)))
                .toList();
        return new NGrams(longer, numbering.size());
    }

    private static int[] extend(int[] grams, int[] tokens, Numbering numbering) {
        int[] longer = new int[Math.max(0, grams.length - 1)];
        int behind = tokens.length - longer.length;
        for (int i = 0; i < longer.length; i++) {
            longer[i] = numbering.number(Numbering.pair(grams[i], tokens[behind + i]));
        }
        return longer;
    }
}
