package dev.syncprotocol.training.rollout;

/**
 * Estimators of KL(policy || reference) from one sampled token (Schulman 2020, "Approximating KL divergence"; training.md
 * section 6.2). Plain: no peer's clamps.
 */
public final class KlDivergence {
    private KlDivergence() {}

    /** {@code logp - reference}: unbiased, may be negative. */
    public static double k1(double logp, double reference) {
        return logp - reference;
    }

    /** {@code (logp - reference)^2 / 2}: biased, never negative. */
    public static double k2(double logp, double reference) {
        double difference = logp - reference;
        return difference * difference / 2;
    }

    /** {@code exp(reference - logp) - 1 - (reference - logp)}: unbiased, never negative. */
    public static double k3(double logp, double reference) {
        double difference = reference - logp;
        return Math.expm1(difference) - difference;
    }

    /** The derivative of {@link #k3} by {@code logp}. */
    public static double k3Slope(double logp, double reference) {
        return -Math.expm1(reference - logp);
    }
}
