package dev.syncprotocol.djl.vision;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Tensor;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The network's numbers by name: those that are trained, and those that are not (running statistics, a frozen encoder). */
final class NetworkWeights {
    private final SortedMap<String, Parameter> trained = new TreeMap<>();
    private final SortedMap<String, NDArray> fixed = new TreeMap<>();

    private NetworkWeights() {}

    /** Puts tensors into libtorch; those the test accepts will learn. */
    static NetworkWeights of(Map<String, Tensor> tensors, Predicate<String> learns, TorchRuntime runtime) {
        NetworkWeights weights = new NetworkWeights();
        tensors.forEach((name, tensor) -> {
            if (learns.test(name)) {
                weights.trained.put(name, Parameter.of(tensor, runtime));
            } else {
                weights.fixed.put(name, runtime.lasting(tensor));
            }
        });
        return weights;
    }

    /** The array of this name. */
    NDArray at(String name) {
        Parameter parameter = trained.get(name);
        NDArray array = parameter == null ? fixed.get(name) : parameter.value();
        if (array == null) {
            throw new IllegalArgumentException("no weight is called " + name);
        }
        return array;
    }

    /** What the optimiser changes. */
    Collection<Parameter> trained() {
        return Collections.unmodifiableCollection(trained.values());
    }

    /** Every number, to be saved. */
    SortedMap<String, Tensor> tensors() {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        trained.forEach((name, parameter) -> tensors.put(name, parameter.tensor()));
        fixed.forEach((name, array) -> tensors.put(name, TorchRuntime.tensorOf(array)));
        return tensors;
    }
}
