package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the report is made of.
 *
 * @param order what was asked
 * @param analysis the sweep over the table
 * @param outcome the gaps
 * @param kept the weak samples, weakest first, by label
 */
record RcaFindings(GapOrder order, KpiAnalysis analysis, GapOutcome outcome, Map<String, List<WeakSample>> kept) {
    int keptSamples() {
        return outcome.labels().stream().mapToInt(LabelWeakness::kept).sum();
    }

    Stream<WeakSample> weak() {
        return kept.values().stream().flatMap(List::stream);
    }
}
