package dev.syncprotocol.training.sequence;

/** The logistic function and its logarithm, without overflow at either end. */
public final class LogSigmoid {
    private LogSigmoid() {}

    /** {@code log(1/(1+exp(-x)))}. */
    public static double log(double x) {
        return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** {@code 1/(1+exp(-x))}; also the slope of {@link #log} at {@code -x}. */
    public static double sigmoid(double x) {
        double small = Math.exp(-Math.abs(x));
        return (x >= 0 ? 1 : small) / (1 + small);
    }
}
