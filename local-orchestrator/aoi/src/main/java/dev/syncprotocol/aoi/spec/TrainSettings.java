package dev.syncprotocol.aoi.spec;

import java.util.List;
import java.util.Optional;

/**
 * The {@code train} block.
 *
 * @param epochs number of epochs, at least 1
 * @param validationInterval epochs between validations
 * @param checkpointInterval epochs between checkpoints
 * @param seed the seed of sampling, augmentation and start weights; 1234 when the document has none
 * @param gpus number of GPUs asked for; the embedded engine uses none
 * @param startCheckpoint {@code pretrained_model_path}: weights to start from
 * @param loss cross-entropy or contrastive
 * @param classWeights weight of PASS and of NG in the cross-entropy
 * @param optim the optimiser
 */
public record TrainSettings(
        int epochs,
        int validationInterval,
        int checkpointInterval,
        long seed,
        int gpus,
        Optional<String> startCheckpoint,
        Loss loss,
        List<Double> classWeights,
        OptimSettings optim) {
    /** The loss of the classifier. */
    public enum Loss {
        CE,
        CONTRASTIVE
    }

    public TrainSettings {
        classWeights = List.copyOf(classWeights);
    }
}
