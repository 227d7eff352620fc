package dev.syncprotocol.djl.training.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.syncprotocol.training.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Matrices of one width in one array, row behind row: each can be trained by itself, and all can be multiplied with at once.
 * No value is held twice.
 *
 * @param whole all of them
 * @param parts the memory of each
 */
public record SharedRows(NDArray whole, List<NDArray> parts) {

    public SharedRows {
        parts = List.copyOf(parts);
    }

    /** These matrices; they outlive every scope. */
    public static SharedRows of(List<Tensor> matrices, TorchRuntime runtime) {
        long rows = matrices.stream().mapToLong(matrix -> matrix.shape()[0]).sum();
        NDArray whole = runtime.lastingZeros(new long[] {rows, matrices.get(0).shape()[1]});
        List<NDArray> parts = new ArrayList<>();
        long from = 0;
        for (Tensor matrix : matrices) {
            long to = from + matrix.shape()[0];
            parts.add(part(whole, from, to, matrix, runtime));
            from = to;
        }
        return new SharedRows(whole, parts);
    }

    private static NDArray part(NDArray whole, long from, long to, Tensor values, TorchRuntime runtime) {
        try (StepScope scope = runtime.openScope();
                NDArray view = Slices.of(whole, 0, from, to)) {
            Slices.set(view, 0, 0, to - from, scope.of(values, runtime));
            NDArray part = view.stopGradient();
            NDScope.unregister(part);
            return part;
        }
    }
}
