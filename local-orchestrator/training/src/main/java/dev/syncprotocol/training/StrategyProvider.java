package dev.syncprotocol.training;

/** Makes a strategy; declared in {@code META-INF/services}. */
public interface StrategyProvider {
    /** The value of {@code strategy.name} that selects it. */
    String name();

    /** The kind of objective its steps carry. */
    Class<? extends Objective> objective();

    /** What it needs of a data row. */
    default ExampleForm examples() {
        return ExampleForm.ANSWER;
    }

    /** Whether its objective compares with the weights the run began with. */
    default boolean comparesWithReference(TrainConfig config) {
        return false;
    }

    /** Whether it needs a value head beside the model. */
    default boolean estimatesValues() {
        return false;
    }

    /**
     * A fresh strategy for this run.
     *
     * @param installed the parts of this build, for a strategy that asks for a reward
     */
    Strategy create(TrainConfig config, Installed installed);
}
