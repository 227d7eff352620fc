package dev.syncprotocol.training;

import java.util.Map;

/**
 * What is optimised: turns a batch into inputs and an objective, and never touches weights.
 *
 * <p>Seed names: {@code attach_engine(engine)} is {@link #attachEngine}, {@code on_batch(batch)} is {@link #onBatch}.
 */
public interface Strategy {
    /** Called once, before the first batch; a strategy that rolls out keeps the engine. */
    void attachEngine(Engine engine);

    /**
     * What this batch means for the engine outside of any step: nothing is drawn at random and nothing of this strategy
     * changes.
     */
    TrainingInputs onBatch(Batch batch);

    /**
     * What this batch means for the engine in this step, from 1. Random numbers are keyed by the step; steps come in order,
     * each once.
     */
    default TrainingInputs onBatch(long step, Batch batch) {
        return onBatch(batch);
    }

    /** What the next step depends on and neither engine nor batch holds, by name; empty for most strategies. */
    default Map<String, Double> stateDict() {
        return Map.of();
    }

    /** Goes on from what {@link #stateDict} gave. */
    default void loadStateDict(Map<String, Double> state) {}
}
