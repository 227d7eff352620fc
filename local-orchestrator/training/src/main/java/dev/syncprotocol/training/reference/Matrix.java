package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Tensor;
import java.util.Arrays;

/**
 * Numbers in rows and columns, and beside each the derivative of the loss by it.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param values row by row
 * @param slopes likewise; empty where nothing is trained behind these numbers
 */
record Matrix(int rows, int columns, double[] values, double[] slopes) {

    /** Zeros whose slopes are wanted. */
    static Matrix zeros(int rows, int columns) {
        return new Matrix(rows, columns, new double[rows * columns], new double[rows * columns]);
    }

    /** A parameter: one dimension is a single row. */
    static Matrix trained(Tensor tensor) {
        double[] values = tensor.doubles();
        return new Matrix(rows(tensor), values.length / rows(tensor), values, new double[values.length]);
    }

    /** Numbers that stay as they are. */
    static Matrix frozen(Tensor tensor) {
        double[] values = tensor.doubles();
        return new Matrix(rows(tensor), values.length / rows(tensor), values, new double[0]);
    }

    /** Whether its slopes are wanted. */
    boolean isTrained() {
        return slopes.length > 0;
    }

    /** One row; a copy. */
    double[] row(int row) {
        return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    private static int rows(Tensor tensor) {
        return tensor.shape().length < 2 ? 1 : Math.toIntExact(tensor.shape()[0]);
    }
}
