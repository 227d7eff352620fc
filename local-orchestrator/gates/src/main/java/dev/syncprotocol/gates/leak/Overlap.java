package dev.syncprotocol.gates.leak;

/**
 * What a pool record and an evaluation text share.
 *
 * @param eval index of the evaluation text
 * @param shared n-grams in both; 0 for a short text, which is matched as a whole
 * @param jaccard shared / n-grams in either
 * @param containment shared / n-grams of the evaluation text; 1 for a short text found
 * @param leak whether either reaches the limit
 */
public record Overlap(int eval, int shared, double jaccard, double containment, boolean leak) {}
