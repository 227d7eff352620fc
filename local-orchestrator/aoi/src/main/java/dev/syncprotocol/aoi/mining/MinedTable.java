package dev.syncprotocol.aoi.mining;

import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.pool.SourceSample;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code mining_pool.csv}: the 14 columns of every kept sample, its provenance, and how it was found. */
final class MinedTable {
    static final String SIMILARITY = "similarity";
    static final String NEAREST_TARGET = "nearest_target";
    static final String TARGET_COUNT = "target_count";

    private MinedTable() {}

    static SampleTable of(List<Candidate> kept, Map<String, SourceSample> samples) {
        return SampleTable.of(
                List.of(SourceSample.PROVENANCE, SourceSample.FILEPATH, SIMILARITY, NEAREST_TARGET, TARGET_COUNT),
                kept.stream().map(candidate -> row(candidate, samples)).toList());
    }

    private static SampleRow row(Candidate candidate, Map<String, SourceSample> samples) {
        SourceSample sample = samples.get(candidate.sampleKey());
        if (sample == null) {
            throw new SyncException(
                    ErrorCode.SILENT_DROP, "the kept sample " + candidate.sampleKey() + " is not in the source pool");
        }
        Map<String, String> cells = new LinkedHashMap<>();
        SampleColumns.ALL.forEach(column -> cells.put(column, sample.row().cell(column)));
        cells.put(SourceSample.PROVENANCE, sample.provenance().word());
        cells.put(SourceSample.FILEPATH, sample.filepath());
        cells.put(SIMILARITY, StoredThreshold.decimal(candidate.similarity()));
        cells.put(NEAREST_TARGET, candidate.nearestTarget());
        cells.put(TARGET_COUNT, Integer.toString(candidate.targetCount()));
        return new SampleRow(0, cells);
    }
}
