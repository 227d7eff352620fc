package dev.syncprotocol.gates.diversity;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The interpolated trigram model of preflight.md section 5.4:
 *
 * <pre>p(w|u,v) = 0.6 c(uvw)/c(uv.) + 0.25 c(vw)/c(v.) + 0.14 c(w)/N + 0.01/V</pre>
 *
 * <p>A weight whose context never occurred moves one order down. Two begin marks and one end mark a text; the end mark is
 * an event like any word, begin marks are contexts only. Not additive smoothing: that measures sampling noise.
 */
final class TrigramModel {
    /** The end mark as a token; no vocabulary gives out negative numbers. */
    static final int END = -1;

    private static final int BEGIN = -2;
    private static final double[] WEIGHTS = {0.6, 0.25, 0.14};
    private static final double UNIFORM_WEIGHT = 0.01;

    private final List<FollowerCounts> orders =
            List.of(new FollowerCounts(), new FollowerCounts(), new FollowerCounts());
    private final int vocabulary;

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
        texts.forEach(model::learn);
        return model;
    }

    /** How many events the texts have: their tokens and one end mark each. */
    static int events(List<int[]> texts) {
        return texts.stream().mapToInt(text -> text.length + 1).sum();
    }

    /** Nats per event, the mean of {@code -ln p}; the list is not empty. */
    double crossEntropy(List<int[]> texts) {
        return texts.stream().mapToDouble(this::surprise).sum() / events(texts);
    }

    /** {@code p(w|u,v)}, above 0 for every w; over the vocabulary and the end mark it sums to 1. */
    double probability(int u, int v, int w) {
        double probability = 0;
        double moved = 0;
        for (int order = 0; order < WEIGHTS.length; order++) {
            double weight = WEIGHTS[order] + moved;
            long context = context(order, u, v);
            int total = orders.get(order).total(context);
            probability += total == 0 ? 0 : weight * orders.get(order).of(context, w) / total;
            moved = total == 0 ? weight : 0;
        }
        return probability + (UNIFORM_WEIGHT + moved) / vocabulary;
    }

    private void learn(int[] text) {
        int[] marked = marked(text);
        for (int i = 2; i < marked.length; i++) {
            for (int order = 0; order < WEIGHTS.length; order++) {
                orders.get(order).add(context(order, marked[i - 2], marked[i - 1]), marked[i]);
            }
        }
    }

    private double surprise(int[] text) {
        int[] marked = marked(text);
        return -IntStream.range(2, marked.length)
                .mapToDouble(i -> Math.log(probability(marked[i - 2], marked[i - 1], marked[i])))
                .sum();
    }

    /** What the order conditions on: both tokens, the last, nothing. */
    private static long context(int order, int u, int v) {
        return switch (order) {
            case 0 -> Numbering.pair(u, v);
            case 1 -> v;
            default -> 0;
        };
    }

    private static int[] marked(int[] text) {
        int[] marked = new int[text.length + 3];
        marked[0] = BEGIN;
        marked[1] = BEGIN;
        System.arraycopy(text, 0, marked, 2, text.length);
        marked[marked.length - 1] = END;
        return marked;
    }
}
