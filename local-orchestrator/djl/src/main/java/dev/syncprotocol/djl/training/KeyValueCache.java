package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.syncprotocol.djl.training.runtime.StepScope;
import java.util.HashMap;
import java.util.Map;

/** Keys and values of all columns so far. Its arrays outlive the scopes they were made in and are freed here. */
final class KeyValueCache implements Past, AutoCloseable {
    private static final int COLUMNS = 2;

    private final Map<String, NDArray> arrays = new HashMap<>();
    private int columns;

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public NDArray keys(String layer, NDArray newer) {
        return extended(layer + "k", newer);
    }

    @Override
    public NDArray values(String layer, NDArray newer) {
        return extended(layer + "v", newer);
    }

    @Override
    public void advance(int more) {
        columns += more;
    }

    @Override
    public void close() {
        arrays.values().forEach(NDArray::close);
        arrays.clear();
    }

    private NDArray extended(String name, NDArray newer) {
        NDArray earlier = arrays.get(name);
        if (earlier == null) {
            arrays.put(name, StepScope.outliving(newer));
            return newer;
        }
        NDArray all = StepScope.outliving(NDArrays.concat(new NDList(earlier, newer), COLUMNS));
        arrays.put(name, all);
        earlier.close();
        return all;
    }
}
