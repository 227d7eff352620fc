package dev.syncprotocol.training.bench;

import java.util.List;

/** Bare matrix products by the library an engine computes with; declared in {@code META-INF/services}. */
public interface MatrixProducts {
    /** Factors of these shapes, ready to be multiplied with so many threads. */
    Prepared prepare(List<Product> products, int threads);

    /** Factors that lie in memory. */
    interface Prepared extends AutoCloseable {
        /** Does all the products once and forgets the results. */
        void multiply();

        @Override
        void close();
    }
}
