package dev.syncprotocol.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.DataPosition;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.EngineState;
import dev.syncprotocol.training.TrainConfig;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run needs to go on bit for bit (training.md section 10.1).
 *
 * @param step the step it was taken after
 * @param engine weights and optimizer
 * @param adapter what the weights are where only an adapter is trained; empty = all weights of the model
 * @param frozen fingerprint of what the engine computed with and did not train ({@code EngineFacts.frozen})
 * @param tokenizer digest of what the rows were read with; empty in checkpoints from before it was kept
 * @param optimizer AdamW's constants, for the reader of {@code opt.pt}
 * @param schedule name of the learning rate's course
 * @param baseLearningRate its peak
 * @param seed of every random number
 * @param position where the next step begins
 * @param trainerState the run so far in the form of the transformers Trainer (CK-7)
 * @param config the run's effective config
 * @param strategy what the strategy needs to go on, by name
 */
public record Checkpoint(
        long step,
        EngineState engine,
        Optional<AdapterSpec> adapter,
        Optional<Sha256> frozen,
        Optional<Sha256> tokenizer,
        TrainConfig.AdamW optimizer,
        TrainConfig.ScheduleKind schedule,
        double baseLearningRate,
        long seed,
        DataPosition position,
        JsonNode trainerState,
        EffectiveConfig config,
        Map<String, Double> strategy) {
    public Checkpoint {
        strategy = Map.copyOf(strategy);
    }

    /** A checkpoint of a strategy that needs nothing to go on. */
    public Checkpoint(
            long step,
            EngineState engine,
            Optional<AdapterSpec> adapter,
            Optional<Sha256> frozen,
            TrainConfig.AdamW optimizer,
            TrainConfig.ScheduleKind schedule,
            double baseLearningRate,
            long seed,
            DataPosition position,
            JsonNode trainerState,
            EffectiveConfig config) {
        this(
                step,
                engine,
                adapter,
                frozen,
                Optional.empty(),
                optimizer,
                schedule,
                baseLearningRate,
                seed,
                position,
                trainerState,
                config,
                Map.of());
    }
}
