package dev.syncprotocol.training.rollout;

/**
 * What a policy answered.
 *
 * @param tokens at least one; the one that ended it is the last
 * @param ended whether there is one that ended it; otherwise it was cut at the most tokens allowed
 */
public record Completion(int[] tokens, boolean ended) {}
