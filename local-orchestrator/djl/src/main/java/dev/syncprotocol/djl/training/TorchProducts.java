package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.bench.MatrixProducts;
import dev.syncprotocol.training.bench.Product;
import java.util.List;
import java.util.stream.Stream;

/** libtorch's matrix products without anything around them. */
public final class TorchProducts implements MatrixProducts {

    @Override
    public Prepared prepare(List<Product> products, int threads) {
        TorchRuntime runtime = TorchRuntime.start(threads, Tensor.Type.F32);
        return new Factors(
                products.stream().map(product -> Factor.of(product, runtime)).toList(), runtime);
    }

    /** One first factor, and a second one for each product: weights are many, and come from memory. */
    private record Factor(NDArray left, List<NDArray> rights, int times) {
        static Factor of(Product product, TorchRuntime runtime) {
            long[] right = {product.batch(), product.inner(), product.columns()};
            return new Factor(
                    runtime.lastingZeros(new long[] {product.batch(), product.rows(), product.inner()}),
                    Stream.generate(() -> runtime.lastingZeros(right))
                            .limit(product.count())
                            .toList(),
                    product.times());
        }
    }

    private record Factors(List<Factor> factors, TorchRuntime runtime) implements Prepared {
        /** Pass after pass, as a decoder goes through all its layers before the next token. */
        @Override
        public void multiply() {
            int passes = factors.stream().mapToInt(Factor::times).max().orElse(0);
            for (int pass = 0; pass < passes; pass++) {
                for (Factor factor : factors) {
                    multiply(factor, pass);
                }
            }
        }

        private void multiply(Factor factor, int pass) {
            if (pass < factor.times()) {
                factor.rights()
                        .forEach(right -> runtime.inScope(
                                () -> GradMode.without(() -> factor.left().matMul(right))));
            }
        }

        @Override
        public void close() {
            runtime.close();
        }
    }
}
