package dev.syncprotocol.training;

/**
 * What is optimised: turns a batch into inputs and an objective, and never touches weights.
 *
 * <p>Seed names: {@code attach_engine(engine)} is {@link #attachEngine}, {@code on_batch(batch)} is {@link #onBatch}.
 */
public interface Strategy {
    /** Called once, before the first batch; a strategy that rolls out keeps the engine. */
    void attachEngine(Engine engine);

    /** What this batch means for the engine. */
    TrainingInputs onBatch(Batch batch);
}
