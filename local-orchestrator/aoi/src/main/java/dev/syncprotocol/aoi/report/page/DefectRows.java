package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.kpi.LabelBound;
import dev.syncprotocol.aoi.kpi.ScoredRow;
import dev.syncprotocol.aoi.kpi.ScoredTable;
import dev.syncprotocol.aoi.kpi.ThresholdCertificate;
import dev.syncprotocol.aoi.table.Labels;
import java.util.Comparator;
import java.util.List;

/** Which defects the threshold catches (specification §14.2, {@code DEFECT_TYPE_ROWS_HTML}). */
public final class DefectRows {
    private DefectRows() {}

    /** One row a defect, the one closest to escaping first. */
    public static List<Row> of(ThresholdCertificate certificate, ScoredTable table) {
        return certificate.labels().stream()
                .sorted(Comparator.comparingDouble(LabelBound::lowestScore).thenComparing(LabelBound::label))
                .map(label -> row(label, certificate, table))
                .toList();
    }

    private static Row row(LabelBound label, ThresholdCertificate certificate, ScoredTable table) {
        double highest = table.rows().stream()
                .filter(ScoredRow::ng)
                .filter(row -> Labels.canonical(row.label()).equals(label.label()))
                .mapToDouble(ScoredRow::score)
                .max()
                .orElse(label.lowestScore());
        return new Row(
                label.label(),
                label.n(),
                Figure.score(label.lowestScore()) + " to " + Figure.score(highest),
                verdict(label, certificate));
    }

    private static String verdict(LabelBound label, ThresholdCertificate certificate) {
        if (label.missed() > 0) {
            return "✗ missed: " + label.missed() + " of " + label.n();
        }
        boolean decides = label.lowestScore() == certificate.ties().weakestNgScore();
        return decides ? "⚠ sets the threshold" : "✓ clear";
    }

    /**
     * A row.
     *
     * @param label the defect, canonical
     * @param count samples
     * @param range lowest to highest score
     * @param verdict whether the threshold catches all of them
     */
    public record Row(String label, int count, String range, String verdict) {}
}
