package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.Slices;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of all columns so far. Each array has room for columns to come, so that a new one is written into its
 * place and the others stay where they are. They outlive the scopes they were made in and are freed here.
 */
final class KeyValueCache implements Past, AutoCloseable {
    private static final int COLUMNS = 2;
    private static final long LEAST_ROOM = 64;

    private final Map<String, NDArray> rooms = new HashMap<>();
    private final TorchRuntime runtime;
    private int columns;

    KeyValueCache(TorchRuntime runtime) {
        this.runtime = runtime;
    }

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
        rooms.values().forEach(NDArray::close);
        rooms.clear();
    }

    private NDArray extended(String name, NDArray newer) {
        long to = columns + newer.getShape().get(COLUMNS);
        NDArray room = rooms.get(name);
        if (room == null || room.getShape().get(COLUMNS) < to) {
            room = larger(room, newer, to);
            rooms.put(name, room);
        }
        Slices.set(room, COLUMNS, columns, to, newer);
        return Slices.of(room, COLUMNS, 0, to);
    }

    /** Twice as wide as is needed now, with what the smaller one held. */
    private NDArray larger(@Nullable NDArray smaller, NDArray newer, long needed) {
        long[] shape = newer.getShape().getShape().clone();
        shape[COLUMNS] = Math.max(2 * needed, LEAST_ROOM);
        NDArray room = runtime.lastingZeros(shape);
        if (smaller != null) {
            Slices.set(room, COLUMNS, 0, columns, Slices.of(smaller, COLUMNS, 0, columns));
            smaller.close();
        }
        return room;
    }
}
