package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Tensor;

/**
 * What is trained.
 *
 * @param matrix its numbers
 * @param shape as in the files, where one dimension is a vector
 */
record Parameter(Matrix matrix, long[] shape) {
    static Parameter of(Tensor tensor) {
        return new Parameter(Matrix.trained(tensor), tensor.shape());
    }

    /** As many numbers in its shape. */
    Tensor tensor(double[] numbers) {
        return Tensor.ofDoubles(shape, numbers);
    }
}
