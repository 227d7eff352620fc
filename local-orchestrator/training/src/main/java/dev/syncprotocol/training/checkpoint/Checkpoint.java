package dev.syncprotocol.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.DataPosition;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.EngineState;
import dev.syncprotocol.training.TrainConfig;

/**
 * All that a run needs to go on bit for bit (training.md section 10.1).
 *
 * @param step the step it was taken after
 * @param engine weights and optimizer
 * @param optimizer AdamW's constants, for the reader of {@code opt.pt}
 * @param schedule name of the learning rate's course
 * @param baseLearningRate its peak
 * @param seed of every random number
 * @param position where the next step begins
 * @param trainerState the run so far in the form of the transformers Trainer (CK-7)
 * @param config the run's effective config
 */
public record Checkpoint(
        long step,
        EngineState engine,
        TrainConfig.AdamW optimizer,
        TrainConfig.ScheduleKind schedule,
        double baseLearningRate,
        long seed,
        DataPosition position,
        JsonNode trainerState,
        EffectiveConfig config) {}
