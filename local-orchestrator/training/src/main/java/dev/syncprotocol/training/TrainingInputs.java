package dev.syncprotocol.training;

/**
 * What an engine needs for one step.
 *
 * @param batch the tokens of the whole accumulated batch (D3)
 * @param objective what to minimise over them
 */
public record TrainingInputs(Batch batch, Objective objective) {}
