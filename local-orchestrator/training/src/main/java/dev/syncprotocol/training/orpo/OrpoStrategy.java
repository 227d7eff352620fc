package dev.syncprotocol.training.orpo;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.ExampleForm;
import dev.syncprotocol.training.Objective;
import dev.syncprotocol.training.Strategy;
import dev.syncprotocol.training.StrategyProvider;
import dev.syncprotocol.training.StrategySetup;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainingInputs;
import java.util.List;

/** Odds-ratio preference optimisation: learn the chosen answer and prefer it to the rejected one. */
public final class OrpoStrategy implements Strategy {
    private final OrpoObjective objective;

    private OrpoStrategy(OrpoObjective objective) {
        this.objective = objective;
    }

    /** Makes it for {@code strategy.name: orpo}. */
    public static final class Provider implements StrategyProvider {
        @Override
        public String name() {
            return "orpo";
        }

        @Override
        public Class<? extends Objective> objective() {
            return OrpoObjective.class;
        }

        @Override
        public ExampleForm examples() {
            return ExampleForm.PAIR;
        }

        @Override
        public List<String> figures() {
            return List.of("rewards/accuracies", "rewards/margins");
        }

        @Override
        public Strategy create(StrategySetup setup) {
            TrainConfig.Preference keys = setup.config().preference().orElseThrow();
            return new OrpoStrategy(new OrpoObjective(keys.beta()));
        }
    }

    @Override
    public void attachEngine(Engine engine) {
        // Learns from the rows alone: the engine scores them itself.
    }

    @Override
    public TrainingInputs onBatch(Batch batch) {
        return new TrainingInputs(batch, objective);
    }
}
