package dev.syncprotocol.training;

import java.util.List;
import java.util.Map;

/**
 * The batch of each step: a pure function of the step and of {@link #stateDict}, which most sources leave empty.
 */
public interface BatchSource {
    /** The accumulated batch of this step, from 1; steps come in order, each once. */
    Batch at(long step);

    /** Where the step after this one begins. */
    DataPosition after(long step);

    /** Hears what the answers to a step's rows earned, before the next batch is asked for. */
    default void learn(List<Earned> earned) {}

    /** What is logged of the last batch, by name. */
    default Map<String, Double> figures() {
        return Map.of();
    }

    /** What the next batch depends on beside the step, by name. */
    default Map<String, Double> stateDict() {
        return Map.of();
    }

    /** Goes on from what {@link #stateDict} gave; names of others are left alone. */
    default void loadStateDict(Map<String, Double> state) {}
}
