package dev.syncprotocol.training.ppo;

/**
 * A KL coefficient that follows the KL it causes (Ziegler et al. 2019, section 2.2; TRL v0.11.4 {@code utils.py} 54-69).
 *
 * @param coefficient of the KL in the reward
 * @param target the KL aimed at, summed over a completion; above 0
 * @param horizon over how many completions the coefficient moves; above 0
 */
public record AdaptiveKl(double coefficient, double target, double horizon) {
    private static final double MAX_ERROR = 0.2;

    /** The coefficient after so many completions with this KL. */
    public AdaptiveKl after(double kl, int completions) {
        double error = Math.max(-MAX_ERROR, Math.min(MAX_ERROR, kl / target - 1));
        return new AdaptiveKl(coefficient * (1 + error * completions / horizon), target, horizon);
    }
}
