package dev.syncprotocol.training.generation;

import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.rollout.TokenDistribution;
import java.util.Arrays;

/**
 * How a text is continued.
 *
 * @param maxTokens most tokens to add, at least 1
 * @param end the token that ends the text
 * @param choice from what a token is drawn
 * @param seed of the draws
 */
public record Continuation(int maxTokens, int end, Choice choice, long seed) {
    public Continuation {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens " + maxTokens);
        }
    }

    /** Draws from all tokens at this temperature. */
    public Continuation(int maxTokens, int end, double temperature, long seed) {
        this(maxTokens, end, new Choice(temperature, 0, 1), seed);
    }

    /**
     * From what a token is drawn.
     *
     * @param temperature what logits are divided by; 0 takes the likeliest token, the first of equals
     * @param topK how many of the likeliest may be drawn; 0 = all
     * @param topP share of the probability a drawn token lies in; 1 = all
     */
    public record Choice(double temperature, int topK, double topP) {
        public Choice {
            if (!(temperature >= 0) || topK < 0 || !(topP > 0 && topP <= 1)) {
                throw new IllegalArgumentException(
                        "temperature " + temperature + ", top_k " + topK + ", top_p " + topP);
            }
        }

        private boolean isOfAll() {
            return topK == 0 && topP == 1;
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
            int token = choice.temperature() == 0 ? likeliest(logits) : drawn(logits, random.uniform(length));
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

    private int drawn(float[] logits, double share) {
        return choice.isOfAll() ? drawnOfAll(logits, share) : drawnOfSome(logits, share);
    }

    private int drawnOfSome(float[] logits, double share) {
        double[] scaled = new double[logits.length];
        for (int token = 0; token < logits.length; token++) {
            scaled[token] = logits[token] / choice.temperature();
        }
        return TokenDistribution.of(scaled).draw(choice.topK(), choice.topP(), share);
    }

    /** The first token at which the summed probabilities pass {@code share} of their whole. */
    private int drawnOfAll(float[] logits, double share) {
        float largest = logits[likeliest(logits)];
        double[] weights = new double[logits.length];
        double whole = 0;
        for (int token = 0; token < logits.length; token++) {
            weights[token] = Math.exp((logits[token] - largest) / choice.temperature());
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
