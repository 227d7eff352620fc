package dev.syncprotocol.aoi.spec;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the loop sets in a phase's specification (decision A6). Every path is absolute.
 *
 * @param phaseDir {@code ${RESULTS_DIR}/<phase>}: {@code results_dir} and the folders of train, evaluate, inference and export
 * @param training the training table and its image root
 * @param validation the validation table and its image root
 * @param test the table of the engine's own evaluation
 * @param inference the table to score
 * @param backboneFile {@code model.backbone.pretrained_backbone_path}; empty writes null
 * @param startCheckpoint {@code train.pretrained_model_path}; empty writes null
 * @param epochs instead of the document's {@code train.num_epochs}
 * @param batchSize instead of the document's {@code dataset.classify.batch_size}
 */
public record PhaseOverrides(
        Path phaseDir,
        TableLocation training,
        TableLocation validation,
        TableLocation test,
        TableLocation inference,
        Optional<Path> backboneFile,
        Optional<Path> startCheckpoint,
        OptionalInt epochs,
        OptionalInt batchSize) {}
