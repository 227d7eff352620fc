package dev.syncprotocol.aoi.engine;

import java.nio.file.Path;

/**
 * What an inference left.
 *
 * @param inferenceCsv the scored table
 * @param rows its rows
 * @param scoreKind what the scores are
 */
public record InferOutcome(Path inferenceCsv, int rows, ScoreKind scoreKind) {}
