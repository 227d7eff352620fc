package dev.syncprotocol.training.data;

import dev.syncprotocol.gates.difficulty.Bucket;
import dev.syncprotocol.training.KeyedRandom;

/**
 * The prompts of one task and bucket: which come next, which were tried, what their answers earned. New ones come in a seeded
 * order of their own, pass by pass, so the number drawn so far says which were tried.
 */
final class PromptGroup {
    private final String task;
    private final Bucket bucket;
    private final int[] examples;
    private final DataOrder order;
    private final int[] firstPass;

    // Mutable: the run so far.
    private long drawn;
    private double earned;
    private long answers;

    /** A group of these examples, by their index; at least one. */
    PromptGroup(String task, Bucket bucket, int[] examples, long seed) {
        this.task = task;
        this.bucket = bucket;
        this.examples = examples.clone();
        this.order = new DataOrder(seed, examples.length);
        this.firstPass = order.of(0);
    }

    Bucket bucket() {
        return bucket;
    }

    /** Name of the group in a checkpoint. */
    String name() {
        return task + "/" + bucket.word();
    }

    int size() {
        return examples.length;
    }

    /** Prompts tried so far. */
    int tried() {
        return (int) Math.min(drawn, examples.length);
    }

    /** Prompts drawn new so far, later passes included. */
    long drawn() {
        return drawn;
    }

    /** The next new prompt; after the last one a pass begins anew. */
    int fresh() {
        int pass = (int) (drawn / examples.length);
        int at = (int) (drawn % examples.length);
        drawn++;
        return examples[(pass == 0 ? firstPass : order.of(pass))[at]];
    }

    /** One of the first {@code among} prompts tried. */
    int again(int among, KeyedRandom random, long index) {
        return examples[firstPass[random.below(among, index)]];
    }

    void learn(double reward) {
        earned += reward;
        answers++;
    }

    double earned() {
        return earned;
    }

    long answers() {
        return answers;
    }

    /** Whether its answers earn less than this on average; one that was never asked does not. */
    boolean earnsBelow(double mean) {
        return answers > 0 && earned / answers < mean;
    }

    /** Goes on from what {@link #drawn}, {@link #earned} and {@link #answers} said. */
    void goOn(long drawnBefore, double earnedBefore, long answersBefore) {
        drawn = drawnBefore;
        earned = earnedBefore;
        answers = answersBefore;
    }
}
