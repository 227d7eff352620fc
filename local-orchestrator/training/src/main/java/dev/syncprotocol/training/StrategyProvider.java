package dev.syncprotocol.training;

import java.util.List;
import java.util.Optional;

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

    /** Names of its steps' further figures that are worth a column of the run's {@code metrics.csv}. */
    default List<String> figures() {
        return List.of();
    }

    /**
     * The figure its runs are compared by, where that is not the evaluation loss: a logged name of its steps, of which
     * larger is better.
     */
    default Optional<String> reward() {
        return Optional.empty();
    }

    /** Whether it needs a value head beside the model. */
    default boolean estimatesValues() {
        return false;
    }

    /** A fresh strategy for this run. */
    Strategy create(StrategySetup setup);
}
