package dev.syncprotocol.runs.open;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a row of {@code metrics.csv} says.
 *
 * @param step optimizer steps done
 * @param epoch from 1
 * @param trainLoss of the step; empty where it was not measured
 * @param valLoss on the evaluation data; empty where it was not measured
 * @param valAcc on the evaluation data; empty where it was not measured
 * @param primary value of the metric that decides; empty where this row is no evaluation
 * @param extra further declared columns by their names
 */
public record Evaluation(
        long step,
        long epoch,
        OptionalDouble trainLoss,
        OptionalDouble valLoss,
        OptionalDouble valAcc,
        OptionalDouble primary,
        Map<String, Double> extra) {
    public Evaluation {
        extra = Collections.unmodifiableMap(new TreeMap<>(extra));
    }
}
