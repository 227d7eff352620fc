package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.training.AdapterSpec;
import java.util.Map;

/**
 * Frozen layers with an adapter beside some of them: {@code W x + scaling * B(A(dropout(x)))} (PEFT
 * {@code tuners/lora/layer.py}).
 *
 * @param base the frozen layers
 * @param adapters both factors, by layer and {@link AdapterSpec#DOWN} or {@link AdapterSpec#UP}
 * @param scaling a constant
 * @param dropout share of the adapter's input that is left out; 0 outside of training
 */
record LowRankLayers(Layers base, Map<String, Parameter> adapters, NDArray scaling, float dropout) implements Layers {

    @Override
    public NDArray weight(String name) {
        return base.weight(name);
    }

    @Override
    public NDArray linear(NDArray x, String name) {
        NDArray plain = base.linear(x, name);
        String layer = name.substring(0, name.length() - ".weight".length());
        Parameter down = adapters.get(layer + AdapterSpec.DOWN);
        if (down == null) {
            return plain;
        }
        NDArray narrow = Layers.product(thinned(x), down.value()).mul(scaling);
        return plain.add(
                Layers.product(narrow, adapters.get(layer + AdapterSpec.UP).value()));
    }

    /** With libtorch's generator, which the engine reseeds before every micro-batch. */
    private NDArray thinned(NDArray x) {
        return dropout == 0
                ? x
                : x.getNDArrayInternal().dropout(x, dropout, true).singletonOrThrow();
    }
}
