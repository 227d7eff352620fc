package dev.syncprotocol.training;

/**
 * What an engine starts from.
 *
 * @param config the run's configuration
 * @param model the model folder, already found
 * @param threads threads of the arithmetic
 * @param withReference whether the run's objective compares with the weights it began with: an engine without an adapter
 *     then keeps a frozen copy of them
 */
public record EngineSetup(TrainConfig config, ModelFolder model, int threads, boolean withReference) {

    /** A setup for a strategy that compares with nothing. */
    public EngineSetup(TrainConfig config, ModelFolder model, int threads) {
        this(config, model, threads, false);
    }
}
