package dev.syncprotocol.training.sequence;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A share of a loss with its slopes.
 *
 * @param loss the share
 * @param slopes its derivative by each row's {@link SequenceScore#logp}
 * @param wholeSlopes its further derivative by each row's {@link SequenceScore#wholeLogp}
 * @param figures shares of the logged means, by name; those of all micro-batches add up
 */
public record SequenceLoss(double loss, double[] slopes, double[] wholeSlopes, Map<String, Double> figures) {
    public SequenceLoss {
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
        if (slopes.length != wholeSlopes.length) {
            throw new IllegalArgumentException(slopes.length + " slopes and " + wholeSlopes.length);
        }
    }

    /** A loss that depends on the completions alone. */
    public static SequenceLoss ofCompletions(double loss, double[] slopes, Map<String, Double> figures) {
        return new SequenceLoss(loss, slopes, new double[slopes.length], figures);
    }
}
