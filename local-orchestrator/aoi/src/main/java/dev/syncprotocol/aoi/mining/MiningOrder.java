package dev.syncprotocol.aoi.mining;

import dev.syncprotocol.aoi.pool.SourceSample;
import dev.syncprotocol.aoi.table.Pictures;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * One mining to do.
 *
 * @param phase {@code iter1}, …
 * @param miningGaps {@code mining_gaps.parquet}, one row a weak picture
 * @param targets embeddings of exactly those pictures
 * @param sources embeddings of the source pool, additions included
 * @param sourcePool the rows of the source pool, additions included
 * @param pictures how pictures are named
 * @param history samples used in earlier iterations
 * @param settings how sources are chosen
 * @param previousKept what the iteration before kept; empty in the first
 * @param kpiLabels the defect labels of the KPI set, for the warning about labels without sources
 * @param outputDir {@code mining_filter/}; exists
 */
public record MiningOrder(
        String phase,
        Path miningGaps,
        Embeddings targets,
        Embeddings sources,
        List<SourceSample> sourcePool,
        Pictures pictures,
        MiningHistory history,
        MiningSettings settings,
        OptionalInt previousKept,
        List<String> kpiLabels,
        Path outputDir) {
    public MiningOrder {
        sourcePool = List.copyOf(sourcePool);
        kpiLabels = List.copyOf(kpiLabels);
    }
}
