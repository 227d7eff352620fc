package dev.syncprotocol.training.rollout;

/**
 * What a model says about the completion of one row.
 *
 * @param logp log-probability of each of its tokens, logits scaled as its objective says
 * @param entropy of each of these predictions, likewise
 * @param values estimated at each token and, where the objective has a position for it, after the last; empty without a
 *     value head
 */
public record PolicyScore(double[] logp, double[] entropy, double[] values) {}
