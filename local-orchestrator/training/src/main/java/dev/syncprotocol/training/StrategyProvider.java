package dev.syncprotocol.training;

/** Makes a strategy; declared in {@code META-INF/services}. */
public interface StrategyProvider {
    /** The value of {@code strategy.name} that selects it. */
    String name();

    /** The kind of objective its steps carry. */
    Class<? extends Objective> objective();

    /** A fresh strategy for this run. */
    Strategy create(TrainConfig config);
}
