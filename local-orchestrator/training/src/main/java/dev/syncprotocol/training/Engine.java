package dev.syncprotocol.training;

import java.util.OptionalInt;

/**
 * Computes: owns weights, forward, backward, accumulation, clipping, the optimizer and their state. Knows no strategy,
 * only the objectives its {@link EngineProvider} lists.
 *
 * <p>Seed names: {@code setup(cfg)}, {@code train_step(batch)}, {@code eval_step(batch)}, {@code state_dict()},
 * {@code load_state_dict(state)} are {@link #setup}, {@link #trainStep}, {@link #evalStep}, {@link #stateDict},
 * {@link #loadStateDict}; the maps of the seed are records here. Used by one thread.
 */
public interface Engine extends AutoCloseable {
    /** Loads or draws the first weights. Called once. */
    void setup(EngineSetup setup);

    /**
     * One optimizer step over the whole accumulated batch, cut into micro-batches inside (D3).
     *
     * @param step number of this step, from 1; learning rate and random numbers follow from it
     * @return what was measured before the update; {@code loss} and {@code gradNorm} may be infinite or NaN, and then
     *     the weights are unchanged and the trainer stops the run
     */
    StepStats trainStep(long step, TrainingInputs inputs);

    /** The loss of these inputs, without dropout, without a trace in the state. */
    EvalStats evalStep(TrainingInputs inputs);

    /** Everything a later engine needs to go on bit for bit; a copy. */
    EngineState stateDict();

    /**
     * Goes on from that state.
     *
     * @throws IllegalArgumentException when names or shapes are not those of this model
     */
    void loadStateDict(EngineState state);

    /** What the config asked of this engine and what it does (training.md 5.3, S3-2.18). */
    EngineFacts facts();

    /** Arrays held outside the heap, where the engine counts them: constant over steps, or something leaks. */
    default OptionalInt heldArrays() {
        return OptionalInt.empty();
    }

    /** Frees what the engine holds outside the heap. */
    @Override
    void close();
}
