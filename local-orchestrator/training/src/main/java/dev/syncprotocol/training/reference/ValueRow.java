package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.ValueHead;
import dev.syncprotocol.training.model.ValueWeights;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The value head: dropout, then one linear layer on the last hidden state (TRL v0.11.4 {@code modeling_value_head.py}).
 *
 * @param weight 1 by width
 * @param bias one number
 * @param probability share of the hidden state that is left out while training
 */
record ValueRow(Parameter weight, Parameter bias, double probability) {

    /** Drawn from the run's seed. */
    static ValueRow fresh(int width, double probability, long seed) {
        Map<String, Tensor> first = ValueWeights.fresh(width, seed);
        return new ValueRow(
                Parameter.of(first.get(ValueHead.WEIGHT)), Parameter.of(first.get(ValueHead.BIAS)), probability);
    }

    SortedMap<String, Parameter> parameters() {
        SortedMap<String, Parameter> parameters = new TreeMap<>();
        parameters.put(ValueHead.WEIGHT, weight);
        parameters.put(ValueHead.BIAS, bias);
        return parameters;
    }

    /** Positions by width to positions by 1. */
    Matrix of(Matrix hidden, Optional<Dropout> dropout, Tape tape) {
        Matrix x = probability == 0
                ? hidden
                : dropout.map(own -> own.of(hidden, probability, tape)).orElse(hidden);
        return tape.plusRow(tape.product(x, weight.matrix()), bias.matrix());
    }
}
