package dev.syncprotocol.aoi.kpi;

import java.util.List;

/**
 * One scored sample.
 *
 * @param line the line of the file it starts at, from 2
 * @param cells every cell in column order, text
 * @param label the true label as it is written
 * @param score the score, finite
 * @param ng whether the sample is defective
 */
public record ScoredRow(int line, List<String> cells, String label, double score, boolean ng) {
    public ScoredRow {
        cells = List.copyOf(cells);
    }
}
