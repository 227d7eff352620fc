package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Map;

/** The weights of one forward pass, by the names of Hugging Face's files. */
interface Layers {
    /** This weight itself. */
    NDArray weight(String name);

    /** The layer of this weight applied to {@code x}: without bias, {@code x w^T}. */
    NDArray linear(NDArray x, String name);

    /** The layers of these weights applied to {@code x}, one result behind the other on the last axis. */
    default NDArray linears(NDArray x, List<String> names) {
        int last = x.getShape().dimension() - 1;
        return NDArrays.concat(
                new NDList(names.stream().map(name -> linear(x, name)).toList()), last);
    }

    /** {@code x w^T}. */
    static NDArray product(NDArray x, NDArray weight) {
        return x.getNDArrayInternal().linear(x, weight, null).singletonOrThrow();
    }

    /**
     * Weights as they are.
     *
     * @param weights by name
     * @param wholes weights that lie behind each other in one array, by their names
     */
    record Plain(Map<String, NDArray> weights, Map<List<String>, NDArray> wholes) implements Layers {
        @Override
        public NDArray weight(String name) {
            return weights.get(name);
        }

        @Override
        public NDArray linear(NDArray x, String name) {
            return product(x, weight(name));
        }

        /** One product where the weights are one array. */
        @Override
        public NDArray linears(NDArray x, List<String> names) {
            NDArray whole = wholes.get(names);
            return whole == null ? Layers.super.linears(x, names) : product(x, whole);
        }
    }
}
