package dev.syncprotocol.training.rollout;

import java.util.Arrays;

/**
 * What a model says about the next token, in doubles.
 *
 * @param logp logarithms of the probabilities, by token
 */
public record TokenDistribution(double[] logp) {
    /** Twice what adding a term may round a sum of positive numbers by, with room: a share of the sum. */
    private static final double ROUNDING = 0x1p-50;

    /** Tokens a nucleus has room for at first. */
    private static final int FIRST = 256;

    /** The softmax of these logits, without overflow. */
    public static TokenDistribution of(double[] logits) {
        double max = largest(logits);
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - max);
        }
        double log = max + Math.log(sum);
        double[] logp = new double[logits.length];
        for (int token = 0; token < logp.length; token++) {
            logp[token] = logits[token] - log;
        }
        return new TokenDistribution(logp);
    }

    /**
     * A token drawn by inverting the softmax of logits over the whole vocabulary. It makes no distribution first: one
     * exponential a token, in the array given.
     *
     * @param logits are overwritten
     * @param uniform a number in [0, 1)
     */
    static int drawn(double[] logits, double uniform) {
        double max = largest(logits);
        double sum = 0;
        for (int token = 0; token < logits.length; token++) {
            logits[token] = Math.exp(logits[token] - max);
            sum += logits[token];
        }
        double left = uniform * sum - logits[0];
        int token = 0;
        // Rounding: the subtractions may end a little above zero; then it is the last one.
        while (!(left < 0) && token + 1 < logits.length) {
            left -= logits[++token];
        }
        return token;
    }

    private static double largest(double[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit);
        }
        return max;
    }

    /** {@code -sum p log p}. */
    public double entropy() {
        return -Arrays.stream(logp).map(TokenDistribution::weighted).sum();
    }

    /** {@code sum p (log p - log q)}, exact. */
    public double divergenceFrom(TokenDistribution other) {
        double sum = 0;
        for (int token = 0; token < logp.length; token++) {
            sum += Math.exp(logp[token]) * (logp[token] - other.logp[token]);
        }
        return sum;
    }

    /** The likeliest token, the first of equals. */
    public int likeliest() {
        int best = 0;
        for (int token = 1; token < logp.length; token++) {
            best = logp[token] > logp[best] ? token : best;
        }
        return best;
    }

    /**
     * A token drawn by inverting the distribution, the likeliest first.
     *
     * @param topK how many of the likeliest may be drawn; 0 = all (Fan et al. 2018)
     * @param topP share of the probability within which the drawn token lies: the fewest likeliest tokens that hold it may
     *     be drawn (Holtzman et al. 2020); 1 = all
     * @param uniform a number in [0, 1)
     */
    public int draw(int topK, double topP, double uniform) {
        if (topK == 0 && topP >= 1) {
            return drawn(logp.clone(), uniform);
        }
        return topK == 0 ? drawnFromNucleus(topP, uniform) : drawnFromFirst(topK, topP, uniform);
    }

    private int drawnFromFirst(int topK, double topP, double uniform) {
        int[] ordered = new LikeliestFirst(logp).next(Math.min(topK, logp.length));
        return drawn(ordered, topP * mass(ordered), uniform);
    }

    /**
     * The whole mass is summed in no order here, so it is known up to rounding. Only where that decides, how many tokens
     * hold the share, is it summed again as it always was: the likeliest first.
     */
    private int drawnFromNucleus(double topP, double uniform) {
        LikeliestFirst order = new LikeliestFirst(logp);
        double mass = Arrays.stream(logp).map(Math::exp).sum();
        double rounding = mass * logp.length * ROUNDING;
        int[] tokens = new int[Math.min(logp.length, FIRST)];
        int count = 0;
        double held = 0;
        while (count < logp.length && (count == 0 || held < topP * (mass - rounding))) {
            tokens = count < tokens.length ? tokens : Arrays.copyOf(tokens, Math.min(logp.length, 2 * count));
            tokens[count] = order.next();
            held += Math.exp(logp[tokens[count++]]);
        }
        if (count < logp.length && held < topP * (mass + rounding)) {
            int[] ordered = new LikeliestFirst(logp).next(logp.length);
            return drawn(ordered, topP * mass(ordered), uniform);
        }
        return inverted(Arrays.copyOf(tokens, count), held, uniform);
    }

    /** From the fewest first tokens that hold this much. */
    private int drawn(int[] ordered, double wanted, double uniform) {
        int nucleus = 0;
        double held = 0;
        while (nucleus < ordered.length && (nucleus == 0 || held < wanted)) {
            held += Math.exp(logp[ordered[nucleus++]]);
        }
        return inverted(Arrays.copyOf(ordered, nucleus), held, uniform);
    }

    private int inverted(int[] tokens, double mass, double uniform) {
        double left = uniform * mass;
        for (int token : tokens) {
            left -= Math.exp(logp[token]);
            if (left < 0) {
                return token;
            }
        }
        // Rounding: the probabilities add up to a little less than their mass.
        return tokens[tokens.length - 1];
    }

    private double mass(int[] tokens) {
        return Arrays.stream(tokens).mapToDouble(token -> Math.exp(logp[token])).sum();
    }

    private static double weighted(double logarithm) {
        double p = Math.exp(logarithm);
        return p == 0 ? 0 : p * logarithm;
    }
}
