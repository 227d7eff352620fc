package dev.syncprotocol.training;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an evaluation measured.
 *
 * @param loss mean over labels
 * @param labels how many labels were predicted
 * @param more further means by their logged names, without the prefix {@code eval_}
 */
public record EvalStats(double loss, long labels, Map<String, Double> more) {
    public EvalStats {
        more = java.util.Collections.unmodifiableMap(new TreeMap<>(more));
    }
}
