package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import java.nio.file.Path;
import java.util.List;

/**
 * What a gap analysis left.
 *
 * @param threshold the stored threshold the weakness is measured from
 * @param counts the counts at it
 * @param gapsParquet {@code kpi_gaps.parquet}
 * @param gaps its rows, weakest first within a label
 * @param labels every label of the table, PASS first, then by name
 * @param targetDefects labels with kept samples in the order the loop should care: misses, false positive rate, largest weakness, name (A22)
 * @param accounts edges E2 and E3
 */
public record GapOutcome(
        double threshold,
        OperatingPoint counts,
        Path gapsParquet,
        List<GapRow> gaps,
        List<LabelWeakness> labels,
        List<String> targetDefects,
        List<EdgeAccount> accounts) {
    public GapOutcome {
        gaps = List.copyOf(gaps);
        labels = List.copyOf(labels);
        targetDefects = List.copyOf(targetDefects);
        accounts = List.copyOf(accounts);
    }

    /** The log's summary: {@code RCA (VCN): threshold=X recall=Y; gaps=K rows across N labels}. */
    public String summary() {
        long kept = labels.stream().filter(label -> label.kept() > 0).count();
        return "RCA (VCN): threshold=" + threshold + " recall=" + counts.recall() + "; gaps=" + gaps.size()
                + " rows across " + kept + " labels";
    }
}
