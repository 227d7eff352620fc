package dev.syncprotocol.training;

/**
 * What a step minimises, as a value: a strategy states it, an engine that lists its class knows how to differentiate
 * it. Implementations are records, for example {@code SftObjective}.
 */
public interface Objective {}
