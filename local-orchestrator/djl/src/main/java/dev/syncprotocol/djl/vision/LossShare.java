package dev.syncprotocol.djl.vision;

import ai.djl.ndarray.NDArray;

/**
 * The loss of a batch.
 *
 * @param mean the scalar to differentiate
 * @param weight what the mean was divided by: losses of batches are added in this proportion
 */
record LossShare(NDArray mean, double weight) {}
