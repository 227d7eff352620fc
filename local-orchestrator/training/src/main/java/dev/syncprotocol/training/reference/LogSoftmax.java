package dev.syncprotocol.training.reference;

import java.util.Arrays;

/** Logarithms of a softmax. */
final class LogSoftmax {
    private LogSoftmax() {}

    /** {@code z - log(sum(exp(z)))}, without overflow; a new array. */
    static double[] of(double[] z) {
        double max = Arrays.stream(z).max().orElseThrow();
        double sum = Arrays.stream(z).map(value -> Math.exp(value - max)).sum();
        return Arrays.stream(z).map(value -> value - max - Math.log(sum)).toArray();
    }
}
