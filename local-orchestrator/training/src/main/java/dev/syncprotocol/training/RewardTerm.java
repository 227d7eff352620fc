package dev.syncprotocol.training;

/**
 * A reward by its name, with its weight in the sum.
 *
 * @param name of the {@link RewardProvider}
 * @param weight what its score is multiplied by
 */
public record RewardTerm(String name, double weight) {}
