package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;

/**
 * The best evaluation that has a checkpoint.
 *
 * @param point the evaluation
 * @param path its step's checkpoint, below the run
 * @param sha256 of the checkpoint
 * @param kept whether {@code best.pt} is its copy
 */
public record BestCheckpoint(BestPoint point, String path, Sha256 sha256, boolean kept) {}
