package dev.syncprotocol.djl.training.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.syncprotocol.training.Tensor;
import java.util.function.Supplier;

/**
 * The arrays of a step. A result hangs on the manager of the array it was computed from, often a parameter's, so a
 * sub-manager alone does not free it; the scope does (djl.md section 3, trap 3).
 */
public final class StepScope implements AutoCloseable {
    private final NDManager manager;
    private final NDScope scope = new NDScope();

    StepScope(NDManager manager) {
        this.manager = manager;
        scope.suppressNotUsedWarning();
    }

    /** Whole numbers, row by row. */
    public NDArray longs(long[] values, long... shape) {
        return owned(manager.create(values, new Shape(shape)));
    }

    /** Floats, row by row; no gradient flows into them. */
    public NDArray floats(float[] values, long... shape) {
        return owned(manager.create(values, new Shape(shape)));
    }

    /** A tensor's values in this scope, of the runtime's type. */
    public NDArray of(Tensor tensor, TorchRuntime runtime) {
        return runtime.copied(manager, tensor);
    }

    /** The same array, which the scope in progress no longer frees: whoever keeps it closes it. */
    public static NDArray outliving(NDArray array) {
        NDScope.unregister(array);
        array.detach();
        return array;
    }

    <T> T around(Supplier<T> computation) {
        return computation.get();
    }

    /** The same values in memory of libtorch: the Java buffer behind the wrapped ones may be collected any time. */
    private static NDArray owned(NDArray wrapped) {
        try (wrapped) {
            return wrapped.duplicate();
        }
    }

    @Override
    public void close() {
        manager.close();
        scope.close();
    }
}
