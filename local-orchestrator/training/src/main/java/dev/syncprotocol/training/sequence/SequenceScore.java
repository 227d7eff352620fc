package dev.syncprotocol.training.sequence;

import dev.syncprotocol.training.RowRole;

/**
 * What a model says about one row; sums over the completion's tokens where nothing else is said.
 *
 * @param role what the row is
 * @param tokens tokens of the completion
 * @param logp log-probability of the completion
 * @param reference the same under the reference; 0 where none is asked for
 * @param wholeTokens predicted tokens of prompt and completion
 * @param wholeLogp their log-probability
 * @param entropy entropies of the predictions
 * @param correct how many of its tokens are the likeliest one
 * @param meanLogit means over the vocabulary of the logits
 */
public record SequenceScore(
        RowRole role,
        int tokens,
        double logp,
        double reference,
        int wholeTokens,
        double wholeLogp,
        double entropy,
        double correct,
        double meanLogit) {

    /** How much likelier the completion is than under the reference, as a logarithm. */
    public double logRatio() {
        return logp - reference;
    }

    /** Log-probability of a token of the completion, on average. */
    public double averageLogp() {
        return logp / tokens;
    }
}
