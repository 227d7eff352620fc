package dev.syncprotocol.aoi.dataset;

import dev.syncprotocol.aoi.table.SampleTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One combined table to assemble.
 *
 * @param phase {@code iter1}, …
 * @param previousTable the base table for the first iteration, else the combined table of the one before
 * @param previousProvenance the provenance of {@code previousTable}; empty for the base table
 * @param imagePrefix what base rows get in front of their relative paths, for example {@code kpi/images}
 * @param mined the kept rows of this iteration, paths relative to the workspace: the 14 columns, {@code provenance}, {@code similarity}, {@code sample_key}
 * @param outputDir {@code dataset/}; exists
 */
public record AssemblyOrder(
        String phase,
        SampleTable previousTable,
        Optional<List<ProvenanceRow>> previousProvenance,
        String imagePrefix,
        SampleTable mined,
        Path outputDir) {}
