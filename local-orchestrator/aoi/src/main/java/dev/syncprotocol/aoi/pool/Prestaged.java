package dev.syncprotocol.aoi.pool;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was staged; the numbers of accounting edges E5 and E6.
 *
 * @param realRows rows of the mining pool
 * @param sdgRows staged pairs, one row each
 * @param ngFiles pictures found in the folder of defects
 * @param okFiles pictures found in the folder of partners
 * @param convertedFiles pictures written in another format
 * @param labels source rows a label, real and synthetic
 * @param source the source pool, real rows first, each part in its order
 */
public record Prestaged(
        int realRows,
        int sdgRows,
        int ngFiles,
        int okFiles,
        int convertedFiles,
        SortedMap<String, Integer> labels,
        List<SourceSample> source) {
    public Prestaged {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        source = List.copyOf(source);
    }
}
