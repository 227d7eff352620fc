package dev.syncprotocol.aoi.pool;

import java.util.List;

/**
 * What an iteration found in the pool (stage {@code anomalygen}).
 *
 * @param realRows rows of the mining pool, appended ones included
 * @param sdgRows pre-generated rows
 * @param delta samples appended to the mining pool since the last look, in file order
 */
public record Ingested(int realRows, int sdgRows, List<SourceSample> delta) {
    public Ingested {
        delta = List.copyOf(delta);
    }
}
