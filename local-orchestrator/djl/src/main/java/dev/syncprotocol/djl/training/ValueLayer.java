package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.ValueHead;
import dev.syncprotocol.training.model.ValueWeights;
import java.util.Map;

/**
 * The value head: dropout, then one linear layer on the last hidden state (TRL v0.11.4 {@code modeling_value_head.py}).
 *
 * @param weight 1 by width
 * @param bias one number
 * @param dropout share of the hidden state that is left out while training
 */
record ValueLayer(Parameter weight, Parameter bias, float dropout) {

    /** With first weights drawn from the run's seed. */
    static ValueLayer fresh(int width, double dropout, long seed, TorchRuntime runtime) {
        Map<String, Tensor> first = ValueWeights.fresh(width, seed);
        return new ValueLayer(
                Parameter.of(first.get(ValueHead.WEIGHT), runtime),
                Parameter.of(first.get(ValueHead.BIAS), runtime),
                (float) dropout);
    }

    Map<String, Parameter> parameters() {
        return Map.of(ValueHead.WEIGHT, weight, ValueHead.BIAS, bias);
    }

    /** Positions by width to positions by 1. */
    NDArray of(NDArray hidden, Pass pass) {
        NDArray x = pass == Pass.TRAINING && dropout > 0
                ? hidden.getNDArrayInternal().dropout(hidden, dropout, true).singletonOrThrow()
                : hidden;
        return Layers.product(x, weight.value()).add(bias.value());
    }
}
