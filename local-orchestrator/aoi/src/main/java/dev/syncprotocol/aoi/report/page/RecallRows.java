package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.ThresholdSweep;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What FAR would be were fewer defects to be caught (specification §14.2, {@code RECALL_FAR_ROWS_HTML}). */
public final class RecallRows {
    private static final double[] RECALLS = {100, 99.5, 99, 98, 95, 90};
    private static final double HUNDRED = 100;

    private RecallRows() {}

    /** One row a choice; recalls that lead to the same choice share one. */
    public static List<Row> of(ThresholdSweep sweep, KpiTarget target) {
        List<Row> rows = new ArrayList<>();
        List<Double> asked = new ArrayList<>();
        for (int i = 0; i < RECALLS.length; i++) {
            OperatingPoint point = sweep.atRecall(RECALLS[i] / HUNDRED).orElseThrow();
            asked.add(RECALLS[i]);
            boolean last = i == RECALLS.length - 1;
            if (last || !point.equals(sweep.atRecall(RECALLS[i + 1] / HUNDRED).orElseThrow())) {
                rows.add(row(asked, point, target));
                asked.clear();
            }
        }
        return rows;
    }

    private static Row row(List<Double> asked, OperatingPoint point, KpiTarget target) {
        String highest = Figure.plain(asked.get(0));
        String lowest = Figure.plain(asked.get(asked.size() - 1));
        String recall = (asked.size() == 1 ? highest : highest + " to " + lowest) + " % (−" + point.fn() + " FN)";
        boolean asAsked = asked.contains(target.recallPct());
        return new Row(
                asAsked ? "operating" : "",
                recall,
                Figure.percent(point.farPct()) + " %",
                Figure.threshold(OptionalDouble.of(point.threshold())),
                KpiWords.ofFar(target, point.farPct()));
    }

    /**
     * A row.
     *
     * @param kind {@code operating} for the recall the target asks for
     * @param recall asked for, and how many defects escape
     * @param far percent
     * @param threshold the sweep's choice, in full
     * @param kpi whether FAR alone would be within the target
     */
    public record Row(String kind, String recall, String far, String threshold, String kpi) {}
}
