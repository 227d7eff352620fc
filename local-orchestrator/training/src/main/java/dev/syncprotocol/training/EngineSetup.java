package dev.syncprotocol.training;

/**
 * What an engine starts from.
 *
 * @param config the run's configuration
 * @param model the model folder, already found
 * @param threads threads of the arithmetic
 * @param withReference whether the run's objective compares with the weights it began with: an engine without an adapter
 *     then keeps a frozen copy of them
 * @param withValues whether a value head is trained beside the model
 */
public record EngineSetup(
        TrainConfig config, ModelFolder model, int threads, boolean withReference, boolean withValues) {

    /** A setup for a strategy without a value head. */
    public EngineSetup(TrainConfig config, ModelFolder model, int threads, boolean withReference) {
        this(config, model, threads, withReference, false);
    }

    /** A setup for a strategy that compares with nothing. */
    public EngineSetup(TrainConfig config, ModelFolder model, int threads) {
        this(config, model, threads, false);
    }
}
