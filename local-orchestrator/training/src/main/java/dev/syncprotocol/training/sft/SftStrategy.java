package dev.syncprotocol.training.sft;

import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.Objective;
import dev.syncprotocol.training.Strategy;
import dev.syncprotocol.training.StrategyProvider;
import dev.syncprotocol.training.StrategySetup;
import dev.syncprotocol.training.TrainingInputs;
import java.util.List;

/** Supervised fine-tuning: learn the answer's tokens. */
public final class SftStrategy implements Strategy {

    /** Makes it for {@code strategy.name: sft}. */
    public static final class Provider implements StrategyProvider {
        @Override
        public String name() {
            return "sft";
        }

        @Override
        public Class<? extends Objective> objective() {
            return SftObjective.class;
        }

        @Override
        public List<String> figures() {
            return List.of("mean_token_accuracy");
        }

        @Override
        public Strategy create(StrategySetup setup) {
            return new SftStrategy();
        }
    }

    @Override
    public void attachEngine(Engine engine) {
        // Learns from the rows alone: there is no rollout to ask an engine for.
    }

    @Override
    public TrainingInputs onBatch(Batch batch) {
        return new TrainingInputs(batch, new SftObjective(batch.labelCount()));
    }
}
