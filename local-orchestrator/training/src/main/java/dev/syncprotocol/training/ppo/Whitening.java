package dev.syncprotocol.training.ppo;

import java.util.Arrays;

/**
 * Mean and spread of the advantages of a rollout batch.
 *
 * @param mean of all values
 * @param variance unbiased; 0 for a single value
 */
public record Whitening(double mean, double variance) {
    private static final double EPSILON = 1e-8;

    /** Of all values of all rows; there must be one. */
    public static Whitening of(double[][] rows) {
        double mean =
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).average().orElseThrow();
        double squares = Arrays.stream(rows)
                .flatMapToDouble(Arrays::stream)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        long count = Arrays.stream(rows).flatMapToDouble(Arrays::stream).count();
        return new Whitening(mean, count == 1 ? 0 : squares / (count - 1));
    }

    /** {@code (A - mean) * rsqrt(variance + 1e-8)}: centred, as in TRL ({@code ppo_trainer.py} 264-270). */
    public double[] whitened(double[] row) {
        double scale = 1 / Math.sqrt(variance + EPSILON);
        return Arrays.stream(row).map(value -> (value - mean) * scale).toArray();
    }

    /** {@code (A - mean) / (std + 1e-8)} (CleanRL {@code ppo.py} 260-262). */
    public double[] normalised(double[] row) {
        double divisor = Math.sqrt(variance) + EPSILON;
        return Arrays.stream(row).map(value -> (value - mean) / divisor).toArray();
    }
}
