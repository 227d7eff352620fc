package dev.syncprotocol.aoi.pool;

/**
 * What staging will do (pre-flight check P10).
 *
 * @param pairs objects to stage
 * @param realRows rows of the mining pool
 * @param sdgRows rows of the pairs
 * @param bytesToWrite estimated size of the staged pictures and tables
 */
public record PrestagePlan(int pairs, int realRows, int sdgRows, long bytesToWrite) {}
