package dev.syncprotocol.training.ppo;

/**
 * Generalised advantage estimation (Schulman et al. 2016, equation 16): {@code delta = r + gamma*V' - V},
 * {@code A = delta + gamma*lam*A'}; the return is {@code A + V}.
 *
 * @param gamma discount of later rewards
 * @param lam weight of later errors, GAE's lambda
 */
public record Gae(double gamma, double lam) {

    /** Advantages of one episode that ends with its last reward: the value after it is 0 (TRL 786-798). */
    public double[] advantages(double[] rewards, double[] values) {
        return advantages(rewards, values, new boolean[rewards.length], true, 0);
    }

    /**
     * Advantages of a stretch of steps in which episodes may end (CleanRL {@code ppo.py} 217-231).
     *
     * @param ended whether a new episode begins with this step
     * @param endsAfter whether the last step ends its episode
     * @param nextValue estimated value after the last step, of use where its episode goes on
     */
    public double[] advantages(
            double[] rewards, double[] values, boolean[] ended, boolean endsAfter, double nextValue) {
        double[] advantages = new double[rewards.length];
        double later = 0;
        double laterValue = nextValue;
        boolean cut = endsAfter;
        for (int t = rewards.length - 1; t >= 0; t--) {
            double goesOn = cut ? 0 : 1;
            double delta = rewards[t] + gamma * goesOn * laterValue - values[t];
            later = delta + gamma * lam * goesOn * later;
            advantages[t] = later;
            laterValue = values[t];
            cut = ended[t];
        }
        return advantages;
    }

    /** What the value head is to learn: {@code A + V}. */
    public static double[] returns(double[] advantages, double[] values) {
        double[] returns = new double[advantages.length];
        for (int t = 0; t < returns.length; t++) {
            returns[t] = advantages[t] + values[t];
        }
        return returns;
    }
}
