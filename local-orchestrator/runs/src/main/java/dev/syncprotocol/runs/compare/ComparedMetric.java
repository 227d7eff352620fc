package dev.syncprotocol.runs.compare;

import java.util.List;

/**
 * A column of metrics.csv in every run.
 *
 * @param column its name; {@code primary} is the metric that decides
 * @param runs one a run, in the order of the comparison
 */
public record ComparedMetric(String column, List<MetricSummary> runs) {
    public ComparedMetric {
        runs = List.copyOf(runs);
    }

    /** Whether any run has a finite value. */
    boolean measured() {
        return runs.stream().anyMatch(run -> run.points() > 0);
    }
}
