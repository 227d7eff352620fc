package dev.syncprotocol.training.launch;

import dev.syncprotocol.training.StrategyProvider;
import dev.syncprotocol.training.TrainConfig;

/**
 * By what the runs of a configuration are compared.
 *
 * @param metric its name
 * @param larger whether larger is better
 * @param kind where its values come from
 */
record RunGoal(String metric, boolean larger, Kind kind) {
    /** Where the values of the deciding metric come from. */
    enum Kind {
        /** The loss on the evaluation data. */
        EVALUATION,
        /** The loss of a step whose checkpoint is kept: nothing is evaluated. */
        STEP_LOSS,
        /** A figure of a step whose checkpoint is kept. */
        STEP_FIGURE
    }

    static RunGoal of(TrainConfig config, StrategyProvider strategy) {
        if (config.engine().process().isPresent()) {
            return new RunGoal("train_loss", false, Kind.STEP_LOSS);
        }
        if (strategy.reward().isPresent()) {
            return new RunGoal(strategy.reward().get(), true, Kind.STEP_FIGURE);
        }
        return config.evaluates()
                ? new RunGoal("val_loss", false, Kind.EVALUATION)
                : new RunGoal("train_loss", false, Kind.STEP_LOSS);
    }
}
