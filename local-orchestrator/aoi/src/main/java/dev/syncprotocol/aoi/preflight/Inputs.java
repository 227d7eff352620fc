package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.pool.MiningPool;
import dev.syncprotocol.aoi.pool.Pairing;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.SampleTable;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything the checks read; all of it could be read.
 *
 * @param document the baseline specification
 * @param spec the same, typed
 * @param training the seed rows
 * @param validation the rows of the validation loss
 * @param kpi the rows that decide
 * @param benchmark the frozen rows, where there are any
 * @param pairing the pre-generated objects
 * @param pool the production samples
 */
record Inputs(
        SpecDocument document,
        ChangeNetSpec spec,
        SampleTable training,
        SampleTable validation,
        SampleTable kpi,
        Optional<SampleTable> benchmark,
        Pairing pairing,
        MiningPool pool) {
    /** Defective KPI rows by label. */
    SortedMap<String, Integer> kpiDefects() {
        return defects(kpi);
    }

    /** Defective rows of a table by canonical label. */
    static SortedMap<String, Integer> defects(SampleTable table) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        table.rows().stream()
                .map(row -> Labels.canonical(row.label()))
                .filter(label -> !Labels.isPass(label))
                .forEach(label -> counts.merge(label, 1, Integer::sum));
        return counts;
    }

    /** PASS rows of the KPI set. */
    int kpiPass() {
        return kpi.size() - kpiNg();
    }

    /** Defective rows of the KPI set. */
    int kpiNg() {
        return kpiDefects().values().stream().mapToInt(Integer::intValue).sum();
    }
}
