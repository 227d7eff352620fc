package dev.syncprotocol.training;

/**
 * What an engine starts from.
 *
 * @param config the run's configuration
 * @param model the model folder, already found
 * @param threads threads of the arithmetic
 */
public record EngineSetup(TrainConfig config, ModelFolder model, int threads) {}
