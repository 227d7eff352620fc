package dev.syncprotocol.gates.diversity;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much worse a model of other texts foretells held-out texts than a model of their own kind does: an estimate of a
 * Kullback-Leibler divergence whose sampling error cancels (preflight.md section 5.4).
 *
 * @param vocabulary V: the types of all three lists and the end mark
 * @param events of the held-out texts: tokens and one end mark a text
 * @param reference cross-entropy of the held-out texts under the reference's model, nats per event
 * @param self the same under the model of their own kind
 */
public record CrossEntropyGap(int vocabulary, int events, double reference, double self) {
    /** Measures as the texts stand, without splitting or cutting; the held-out list is not empty. */
    public static CrossEntropyGap of(List<String> selfTrain, List<String> heldOut, List<String> reference) {
        Vocabulary vocabulary = new Vocabulary();
        return ofNumbers(
                selfTrain.stream().map(vocabulary::number).toList(),
                heldOut.stream().map(vocabulary::number).toList(),
                reference.stream().map(vocabulary::number).toList());
    }

    /** The gap: nats per event; near 0 when both kinds are alike, and sometimes below. */
    public double kl3() {
        return reference - self;
    }

    static CrossEntropyGap ofNumbers(List<int[]> selfTrain, List<int[]> heldOut, List<int[]> reference) {
        int vocabulary = types(selfTrain, heldOut, reference) + 1;
        return new CrossEntropyGap(
                vocabulary,
                TrigramModel.events(heldOut),
                TrigramModel.of(reference, vocabulary).crossEntropy(heldOut),
                TrigramModel.of(selfTrain, vocabulary).crossEntropy(heldOut));
    }

    private static int types(List<int[]> selfTrain, List<int[]> heldOut, List<int[]> reference) {
        BitSet seen = new BitSet();
        Stream.of(selfTrain, heldOut, reference)
                .flatMap(List::stream)
                .flatMapToInt(IntStream::of)
                .forEach(seen::set);
        return seen.cardinality();
    }
}
