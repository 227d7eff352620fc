package dev.syncprotocol.training.ppo;

/**
 * The clipped losses of single tokens and values with their slopes (Schulman et al. 2017, equation 7; TRL
 * {@code ppo_trainer.py} 829-847).
 *
 * @param clip how far a ratio may leave 1, {@code engine.clip_coef}
 * @param valueClip how far a value may leave its rollout's
 */
public record PpoLoss(double clip, double valueClip) {

    /**
     * One term.
     *
     * @param loss of the term
     * @param slope its derivative by what was measured
     * @param clipped whether the clipped form is the greater one
     */
    public record Term(double loss, double slope, boolean clipped) {}

    /** {@code max(-A*r, -A*clamp(r, 1-c, 1+c))} with {@code r = exp(logp - old)}. */
    public Term policy(double logp, double old, double advantage) {
        double ratio = Math.exp(logp - old);
        double free = -advantage * ratio;
        double clipped = -advantage * clamped(ratio, 1 - clip, 1 + clip);
        return clipped > free ? new Term(clipped, 0, true) : new Term(free, free, false);
    }

    /** {@code 0.5*max((v-R)^2, (clamp(v, old-cv, old+cv)-R)^2)}. */
    public Term value(double value, double old, double target) {
        double kept = clamped(value, old - valueClip, old + valueClip);
        double free = square(value - target);
        double clipped = square(kept - target);
        return clipped > free ? new Term(clipped / 2, 0, true) : new Term(free / 2, value - target, false);
    }

    private static double clamped(double x, double low, double high) {
        return Math.max(low, Math.min(high, x));
    }

    private static double square(double x) {
        return x * x;
    }
}
