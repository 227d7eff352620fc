package dev.syncprotocol.training.kto;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.ExampleForm;
import dev.syncprotocol.training.Objective;
import dev.syncprotocol.training.Strategy;
import dev.syncprotocol.training.StrategyProvider;
import dev.syncprotocol.training.StrategySetup;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainingInputs;

/** Kahneman-Tversky optimisation: make wanted answers likelier and unwanted ones less likely than where the run began. */
public final class KtoStrategy implements Strategy {
    private final KtoObjective objective;

    private KtoStrategy(KtoObjective objective) {
        this.objective = objective;
    }

    /** Makes it for {@code strategy.name: kto}. */
    public static final class Provider implements StrategyProvider {
        @Override
        public String name() {
            return "kto";
        }

        @Override
        public Class<? extends Objective> objective() {
            return KtoObjective.class;
        }

        @Override
        public ExampleForm examples() {
            return ExampleForm.JUDGED;
        }

        @Override
        public boolean comparesWithReference(TrainConfig config) {
            return true;
        }

        @Override
        public Strategy create(StrategySetup setup) {
            TrainConfig.Preference keys = setup.config().preference().orElseThrow();
            return new KtoStrategy(new KtoObjective(keys.beta(), keys.desirableWeight(), keys.undesirableWeight()));
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
