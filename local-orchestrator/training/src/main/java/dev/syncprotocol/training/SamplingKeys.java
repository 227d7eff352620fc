package dev.syncprotocol.training;

/**
 * How a strategy draws completions.
 *
 * @param maxTokens most tokens of a completion, its end included, at least 1
 * @param temperature what logits are divided by, above 0
 * @param topK how many of the likeliest tokens may be drawn; 0 = all
 * @param topP share of the probability the drawn token lies in, in (0, 1]; 1 = all
 */
public record SamplingKeys(int maxTokens, double temperature, int topK, double topP) {
    /** Keeps a temperature near 0 from dividing by 0 (TRL {@code ppo_trainer.py} 713). */
    private static final double TEMPERATURE_FLOOR = 1e-7;

    public SamplingKeys {
        if (maxTokens < 1 || !(temperature > 0) || topK < 0 || !(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException(
                    maxTokens + " tokens, temperature " + temperature + ", top_k " + topK + ", top_p " + topP);
        }
    }

    /** What logits are multiplied by, in rollout, reference and update alike: {@code 1/(temperature + 1e-7)}. */
    public double logitScale() {
        return 1 / (temperature + TEMPERATURE_FLOOR);
    }
}
