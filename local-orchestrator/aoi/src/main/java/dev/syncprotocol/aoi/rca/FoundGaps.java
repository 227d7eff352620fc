package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.StoredThreshold;
import java.util.List;

/**
 * What a {@link GapFinder} says.
 *
 * @param threshold the threshold weakness is measured from
 * @param rows the pictures of the weak samples, in any order
 */
public record FoundGaps(StoredThreshold threshold, List<GapRow> rows) {
    public FoundGaps {
        rows = List.copyOf(rows);
    }
}
