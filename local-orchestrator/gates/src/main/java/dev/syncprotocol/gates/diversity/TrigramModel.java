package dev.syncprotocol.gates.diversity;

import java.util.List;

/**
 * The interpolated trigram model of preflight.md section 5.4:
 *
 * <pre>p(w|u,v) = 0.6 c(uvw)/c(uv.) + 0.25 c(vw)/c(v.) + 0.14 c(w)/N + 0.01/V</pre>
 *
 * <p>A weight whose context never occurred moves one order down. Two begin marks and one end mark a text; the end mark is
 * an event like any word, begin marks are contexts only. Not additive smoothing: that measures sampling noise.
 */
final class TrigramModel {
    private static final int BEGIN = -1;
    private static final int END = -2;
    private static final double TRIGRAM = 0.6;
    private static final double BIGRAM = 0.25;
    private static final double UNIGRAM = 0.14;
    private static final double UNIFORM = 0.01;

    /** Pairs of tokens by number, so that a pair and a token make the key of a trigram. */
    private final Numbering pairs = new Numbering();

    private final Tally trigrams = new Tally();
    private final Tally trigramContexts = new Tally();
    private final Tally bigrams = new Tally();
    private final Tally bigramContexts = new Tally();
    private final Tally unigrams = new Tally();
    private final int vocabulary;
    private int events;

    private TrigramModel(int vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * Learns from texts.
     *
     * @param vocabulary V: the types of all texts concerned and the end mark
     */
    static TrigramModel of(List<int[]> texts, int vocabulary) {
        TrigramModel model = new TrigramModel(vocabulary);
        texts.forEach(text -> eachEvent(text, model::learn));
        return model;
    }

    /** How many events the texts have: their tokens and one end mark each. */
    static int events(List<int[]> texts) {
        return texts.stream().mapToInt(text -> text.length + 1).sum();
    }

    /** Nats per event, the mean of {@code -ln p}; the texts have at least one event. */
    double crossEntropy(List<int[]> texts) {
        double[] sum = new double[1];
        texts.forEach(text -> eachEvent(text, (u, v, w) -> sum[0] -= Math.log(probability(u, v, w))));
        return sum[0] / events(texts);
    }

    /** {@code p(w|u,v)}, above 0 for every w. */
    double probability(int u, int v, int w) {
        double probability = 0;
        double weight = TRIGRAM;
        int context = trigramContexts.of(Numbering.pair(u, v));
        if (context > 0) {
            probability += weight * trigrams.of(trigram(pairs.find(Numbering.pair(u, v)), w)) / context;
            weight = 0;
        }
        weight += BIGRAM;
        context = bigramContexts.of(v);
        if (context > 0) {
            probability += weight * bigrams.of(Numbering.pair(v, w)) / context;
            weight = 0;
        }
        weight += UNIGRAM;
        if (events > 0) {
            probability += weight * unigrams.of(w) / events;
            weight = 0;
        }
        return probability + (weight + UNIFORM) / vocabulary;
    }

    private void learn(int u, int v, int w) {
        trigrams.add(trigram(pairs.number(Numbering.pair(u, v)), w));
        trigramContexts.add(Numbering.pair(u, v));
        bigrams.add(Numbering.pair(v, w));
        bigramContexts.add(v);
        unigrams.add(w);
        events++;
    }

    private static long trigram(int pair, int w) {
        return Numbering.pair(pair, w);
    }

    private static void eachEvent(int[] text, Event event) {
        int u = BEGIN;
        int v = BEGIN;
        for (int w : text) {
            event.at(u, v, w);
            u = v;
            v = w;
        }
        event.at(u, v, END);
    }

    /** A token w after the tokens u and v. */
    private interface Event {
        void at(int u, int v, int w);
    }
}
