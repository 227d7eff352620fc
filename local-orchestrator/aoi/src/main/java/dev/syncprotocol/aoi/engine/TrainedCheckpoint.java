package dev.syncprotocol.aoi.engine;

import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * A checkpoint of a training.
 *
 * @param file the weights
 * @param epoch from 0
 * @param step optimiser steps before it
 * @param validationLoss empty when it was not validated
 */
public record TrainedCheckpoint(Path file, int epoch, long step, OptionalDouble validationLoss) {}
