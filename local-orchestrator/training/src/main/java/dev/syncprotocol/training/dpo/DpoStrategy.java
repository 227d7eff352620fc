package dev.syncprotocol.training.dpo;

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

/** Direct preference optimisation: make the chosen answer likelier than the rejected one, against where the run began. */
public final class DpoStrategy implements Strategy {
    private final DpoObjective objective;

    private DpoStrategy(DpoObjective objective) {
        this.objective = objective;
    }

    /** Makes it for {@code strategy.name: dpo}. */
    public static final class Provider implements StrategyProvider {
        @Override
        public String name() {
            return "dpo";
        }

        @Override
        public Class<? extends Objective> objective() {
            return DpoObjective.class;
        }

        @Override
        public ExampleForm examples() {
            return ExampleForm.PAIR;
        }

        @Override
        public boolean comparesWithReference(TrainConfig config) {
            return true;
        }

        @Override
        public List<String> figures() {
            return List.of("rewards/accuracies", "rewards/margins");
        }

        @Override
        public Strategy create(StrategySetup setup) {
            TrainConfig.Preference keys = setup.config().preference().orElseThrow();
            DpoLoss loss = new DpoLoss(keys.form(), keys.beta(), keys.labelSmoothing());
            return new DpoStrategy(new DpoObjective(loss, !keys.disableDropout()));
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
