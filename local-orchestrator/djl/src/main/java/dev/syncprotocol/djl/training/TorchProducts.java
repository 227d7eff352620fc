package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.bench.MatrixProducts;
import dev.syncprotocol.training.bench.Product;
import java.util.List;

/** libtorch's matrix products without anything around them. */
public final class TorchProducts implements MatrixProducts {

    @Override
    public Prepared prepare(List<Product> products, int threads) {
        TorchRuntime runtime = TorchRuntime.start(threads, Tensor.Type.F32);
        return new Factors(
                products.stream().map(product -> Pair.of(product, runtime)).toList(), runtime);
    }

    private record Pair(NDArray left, NDArray right, int count) {
        static Pair of(Product product, TorchRuntime runtime) {
            return new Pair(
                    runtime.lastingZeros(new long[] {product.batch(), product.rows(), product.inner()}),
                    runtime.lastingZeros(new long[] {product.batch(), product.inner(), product.columns()}),
                    product.count());
        }
    }

    private record Factors(List<Pair> pairs, TorchRuntime runtime) implements Prepared {
        @Override
        public void multiply() {
            for (Pair pair : pairs) {
                for (int i = 0; i < pair.count(); i++) {
                    runtime.inScope(() -> GradMode.without(() -> pair.left().matMul(pair.right())));
                }
            }
        }

        @Override
        public void close() {
            runtime.close();
        }
    }
}
