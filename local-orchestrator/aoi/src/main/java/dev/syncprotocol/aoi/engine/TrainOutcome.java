package dev.syncprotocol.aoi.engine;

import java.util.List;

/**
 * What a training left.
 *
 * @param checkpoints every checkpoint, in the order they were written
 * @param rowsSeen rows the loader read from the training table (accounting edge E13)
 * @param steps optimiser steps made
 */
public record TrainOutcome(List<TrainedCheckpoint> checkpoints, long rowsSeen, long steps) {
    public TrainOutcome {
        checkpoints = List.copyOf(checkpoints);
    }
}
