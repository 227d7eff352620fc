package dev.syncprotocol.training.generation;

import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import java.util.Arrays;

/**
 * How a text is continued.
 *
 * @param maxTokens most tokens to add, at least 1
 * @param end the token that ends the text
 * @param temperature what logits are divided by before a token is drawn; 0 takes the likeliest, the first of equals
 * @param seed of the draws
 */
public record Continuation(int maxTokens, int end, double temperature, long seed) {
    public Continuation {
        if (maxTokens < 1 || !(temperature >= 0)) {
            throw new IllegalArgumentException("max_tokens " + maxTokens + ", temperature " + temperature);
        }
    }

    /**
     * What was added.
     *
     * @param tokens without the one that ended it
     * @param ended whether there was one; otherwise it was cut at the most tokens allowed
     */
    public record Answer(int[] tokens, boolean ended) {}

    /** Adds tokens to the prompt, which has at least one. */
    public Answer of(LanguageModel model, int[] prompt) {
        KeyedRandom random = new KeyedRandom(seed, Purpose.SAMPLING, 0);
        int[] tokens = Arrays.copyOf(prompt, prompt.length + maxTokens);
        for (int length = prompt.length; length < tokens.length; length++) {
            float[] logits = model.next(Arrays.copyOf(tokens, length));
            int token = temperature == 0 ? likeliest(logits) : drawn(logits, random.uniform(length));
            if (token == end) {
                return new Answer(Arrays.copyOfRange(tokens, prompt.length, length), true);
            }
            tokens[length] = token;
        }
        return new Answer(Arrays.copyOfRange(tokens, prompt.length, tokens.length), false);
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int token = 1; token < logits.length; token++) {
            best = logits[token] > logits[best] ? token : best;
        }
        return best;
    }

    /** The first token at which the summed probabilities pass {@code share} of their whole. */
    private int drawn(float[] logits, double share) {
        float largest = logits[likeliest(logits)];
        double[] weights = new double[logits.length];
        double whole = 0;
        for (int token = 0; token < logits.length; token++) {
            weights[token] = Math.exp((logits[token] - largest) / temperature);
            whole += weights[token];
        }
        double left = share * whole;
        for (int token = 0; token < logits.length; token++) {
            left -= weights[token];
            if (left < 0) {
                return token;
            }
        }
        return likeliest(logits);
    }
}
