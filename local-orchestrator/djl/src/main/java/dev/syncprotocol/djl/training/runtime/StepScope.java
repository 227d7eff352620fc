package dev.syncprotocol.djl.training.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.syncprotocol.training.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The arrays of a step. A result hangs on the manager of the array it was computed from, often a parameter's, so a
 * sub-manager alone does not free it; the scope does (djl.md section 3, trap 3).
 */
public final class StepScope implements AutoCloseable {
    private final NDManager manager;
    private final NDScope scope = new NDScope();
    private final List<NDArray> adopted = new ArrayList<>();
    private final Deque<Runnable> afterBackward = new ArrayDeque<>();

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

    /** The same array, from a scope that let it outlive itself; this one frees it. */
    public NDArray adopt(NDArray array) {
        adopted.add(array);
        return array;
    }

    /** Adds the gradients of a recorded scalar, then does what was left for after that, the latest first. */
    public void backward(NDArray loss) {
        GradMode.backward(loss);
        while (!afterBackward.isEmpty()) {
            afterBackward.pop().run();
        }
    }

    /** Leaves something for {@link #backward}: a part of the graph that was not recorded. */
    public void afterBackward(Runnable part) {
        afterBackward.push(part);
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
        adopted.forEach(NDArray::close);
        manager.close();
        scope.close();
    }
}
