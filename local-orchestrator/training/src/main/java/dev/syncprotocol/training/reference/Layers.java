package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.AdapterSpec;
import java.util.Map;
import java.util.Optional;

/**
 * The layers of a decoder by their names, with an adapter beside some of them or without one.
 *
 * @param weights of all layers
 * @param adapter beside them, if there is one
 */
record Layers(Map<String, Matrix> weights, Optional<LowRank> adapter) {
    private static final String WEIGHT = ".weight";

    /**
     * Factors beside layers: {@code W x + scaling * B(A(dropout(x)))} (Hu et al. 2021; PEFT {@code tuners/lora/layer.py}).
     *
     * @param factors both of every adapted layer, by {@link AdapterSpec#DOWN} and {@link AdapterSpec#UP}
     * @param spec scale and share of dropout
     * @param dropout of a training pass
     */
    record LowRank(Map<String, Matrix> factors, AdapterSpec spec, Optional<Dropout> dropout) {
        Optional<Matrix> change(String layer, Matrix x, Tape tape) {
            return Optional.ofNullable(factors.get(layer + AdapterSpec.DOWN)).map(down -> {
                Matrix narrow = tape.product(thinned(x, tape), down);
                return tape.scaled(tape.product(narrow, factors.get(layer + AdapterSpec.UP)), spec.scaling());
            });
        }

        private Matrix thinned(Matrix x, Tape tape) {
            return spec.dropout() == 0
                    ? x
                    : dropout.map(own -> own.of(x, spec.dropout(), tape)).orElse(x);
        }
    }

    /** A weight that is no linear layer's. */
    Matrix weight(String name) {
        return weights.get(name + WEIGHT);
    }

    /** A linear layer, with its bias where it has one. */
    Matrix linear(String layer, Matrix x, Tape tape) {
        Matrix plain = tape.product(x, weight(layer));
        Matrix bias = weights.get(layer + ".bias");
        Matrix shifted = bias == null ? plain : tape.plusRow(plain, bias);
        return adapter.flatMap(beside -> beside.change(layer, x, tape))
                .map(change -> tape.sum(shifted, change))
                .orElse(shifted);
    }
}
