package dev.syncprotocol.training;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An engine's whole state, by the parameter names of the model's file format.
 *
 * @param weights trained values
 * @param expAvg AdamW's first moments; empty before the first update
 * @param expAvgSq AdamW's second moments; empty before the first update
 * @param updates optimizer updates so far
 */
public record EngineState(
        Map<String, Tensor> weights, Map<String, Tensor> expAvg, Map<String, Tensor> expAvgSq, long updates) {
    public EngineState {
        weights = sorted(weights);
        expAvg = sorted(expAvg);
        expAvgSq = sorted(expAvgSq);
    }

    private static Map<String, Tensor> sorted(Map<String, Tensor> tensors) {
        return Collections.unmodifiableMap(new TreeMap<>(tensors));
    }
}
