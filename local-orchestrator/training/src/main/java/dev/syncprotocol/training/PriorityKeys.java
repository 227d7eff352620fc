package dev.syncprotocol.training;

import dev.syncprotocol.gates.difficulty.Bucket;
import dev.syncprotocol.gates.weights.SeedRatioSchedule;

/**
 * The section {@code data.priority_sampling} (preflight.md section 11.1): prompts by difficulty, partly drawn again.
 *
 * @param shares of a batch by difficulty
 * @param lowPerfCap most of a batch that may come from groups that earn less than the mean, 0..1
 * @param fresh which share of a batch is new to the run, by step
 */
public record PriorityKeys(Shares shares, double lowPerfCap, SeedRatioSchedule fresh) {
    /**
     * Shares of a batch, each from 0; they sum to 1.
     *
     * @param easy share of easy prompts
     * @param medium share of medium prompts
     * @param hard share of hard prompts
     */
    public record Shares(double easy, double medium, double hard) {
        /** The share of one bucket. */
        public double of(Bucket bucket) {
            return switch (bucket) {
                case EASY -> easy;
                case MEDIUM -> medium;
                case HARD -> hard;
            };
        }
    }
}
