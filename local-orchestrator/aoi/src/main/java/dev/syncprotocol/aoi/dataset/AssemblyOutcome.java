package dev.syncprotocol.aoi.dataset;

import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.table.SampleTable;
import java.nio.file.Path;
import java.util.List;

/**
 * A combined table.
 *
 * @param csv {@code train_combined_iterN.csv}
 * @param provenanceCsv {@code train_combined_iterN_provenance.csv}
 * @param table the rows, paths relative to the workspace
 * @param provenance where each row comes from, same order
 * @param duplicatesDropped mined rows that were there already
 * @param origins the rows per label and provenance: what edge E13 expects the trainer to read
 * @param accounts edge E12
 */
public record AssemblyOutcome(
        Path csv,
        Path provenanceCsv,
        SampleTable table,
        List<ProvenanceRow> provenance,
        int duplicatesDropped,
        Tally origins,
        List<EdgeAccount> accounts) {
    public AssemblyOutcome {
        provenance = List.copyOf(provenance);
        accounts = List.copyOf(accounts);
    }
}
