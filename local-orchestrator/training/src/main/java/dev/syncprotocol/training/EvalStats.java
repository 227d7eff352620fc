package dev.syncprotocol.training;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an evaluation measured.
 *
 * @param loss mean over labels, or over examples where the objective is one of whole rows
 * @param count how many labels or examples that mean is over
 * @param more further means by their logged names, without the prefix {@code eval_}
 */
public record EvalStats(double loss, long count, Map<String, Double> more) {
    public EvalStats {
        more = Collections.unmodifiableMap(new TreeMap<>(more));
    }
}
