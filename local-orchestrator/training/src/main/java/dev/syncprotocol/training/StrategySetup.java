package dev.syncprotocol.training;

/**
 * What a strategy is made for.
 *
 * @param config the run's configuration
 * @param tokenizer of the model, for a strategy that reads answers
 * @param installed the parts of this build, for a strategy that asks for a reward
 */
public record StrategySetup(TrainConfig config, Tokenizer tokenizer, Installed installed) {}
