package dev.syncprotocol.aoi.mining;

import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.table.SampleTable;
import java.nio.file.Path;
import java.util.List;

/**
 * What mining found.
 *
 * @param targets weak pictures searched for
 * @param sources samples of the pool
 * @param candidates samples among the top-K of some target
 * @param kept candidates at or above the cut-off: {@code mining_mined_count}
 * @param excludedByHistory samples left out because an earlier iteration used them
 * @param minedParquet {@code mined.parquet}
 * @param mined the kept rows as {@code mining_pool.csv} has them
 * @param historyAfter the history with this iteration's samples
 * @param warnings what a person should know
 * @param accounts edges E8 to E11
 */
public record MiningOutcome(
        int targets,
        int sources,
        int candidates,
        int kept,
        int excludedByHistory,
        Path minedParquet,
        SampleTable mined,
        MiningHistory historyAfter,
        List<String> warnings,
        List<EdgeAccount> accounts) {
    public MiningOutcome {
        warnings = List.copyOf(warnings);
        accounts = List.copyOf(accounts);
    }

    /** Candidates below the cut-off. */
    public int rejected() {
        return candidates - kept;
    }

    /** The log's summary: {@code Mining (VCN): mined=N source images for T targets}. */
    public String summary() {
        return "Mining (VCN): mined=" + kept + " source images for " + targets + " targets";
    }
}
