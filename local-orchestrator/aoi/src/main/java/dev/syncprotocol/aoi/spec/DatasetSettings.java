package dev.syncprotocol.aoi.spec;

import dev.syncprotocol.aoi.table.Pictures;

/**
 * The {@code dataset.classify} block.
 *
 * @param training rows to learn from
 * @param validation rows for the validation loss
 * @param test rows of the engine's own evaluation
 * @param inference rows to score
 * @param pictures lights and extension
 * @param batchSize rows a step, more than 1
 * @param fpratioSampling sampler weight of NG = num_pass / num_ng × this
 * @param concat how the lights of a sample become one picture
 * @param gridWidth columns of the grid
 * @param gridHeight rows of the grid
 * @param imageWidth pixels of one light
 * @param imageHeight pixels of one light
 * @param goldens pictures a golden has; 1 for the embedded engine
 * @param augmentation what training does to pictures
 */
public record DatasetSettings(
        TableLocation training,
        TableLocation validation,
        TableLocation test,
        TableLocation inference,
        Pictures pictures,
        int batchSize,
        double fpratioSampling,
        Concat concat,
        int gridWidth,
        int gridHeight,
        int imageWidth,
        int imageHeight,
        int goldens,
        Augmentation augmentation) {
    /** How the lights of a sample become one picture: below each other, or in a grid. */
    public enum Concat {
        LINEAR,
        GRID
    }
}
