package dev.syncprotocol.training;

import java.util.List;

/**
 * What an engine needs for one step.
 *
 * @param batch the tokens of the whole accumulated batch (D3)
 * @param objective what to minimise over them
 * @param earned what the answers of this step earned; empty where the strategy draws none
 */
public record TrainingInputs(Batch batch, Objective objective, List<Earned> earned) {
    public TrainingInputs {
        earned = List.copyOf(earned);
    }

    /** Of a strategy that draws no answers. */
    public TrainingInputs(Batch batch, Objective objective) {
        this(batch, objective, List.of());
    }
}
