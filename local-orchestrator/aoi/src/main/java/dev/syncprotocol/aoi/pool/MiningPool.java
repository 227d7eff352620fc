package dev.syncprotocol.aoi.pool;

import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.protocol.digest.Sha256;

/**
 * The production samples at one moment.
 *
 * @param table the rows; picture paths are folders relative to the workspace, labels canonical
 * @param bytes length of {@code mining_pool.csv}
 * @param sha256 digest of its bytes
 */
public record MiningPool(SampleTable table, long bytes, Sha256 sha256) {}
