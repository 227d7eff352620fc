package dev.syncprotocol.aoi.kpi;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The two tables of an evaluation, with the columns of the public analysis script. */
final class KpiTables {
    static final String METRICS = "threshold_metrics.csv";
    static final String MISSED = "best_f1_missed_no_pass_samples.csv";

    private static final String[] METRIC_COLUMNS = {
        "threshold",
        "tp",
        "fp",
        "tn",
        "fn",
        "precision",
        "recall",
        "f1",
        "accuracy",
        "far",
        "predicted_no_pass_count",
        "actual_no_pass_count",
        "actual_pass_count"
    };
    private static final List<String> MISSED_COLUMNS = List.of(
            "analysis_row_index",
            "analysis_score",
            "analysis_threshold",
            "analysis_actual_label_group",
            "analysis_predicted_label_group",
            "analysis_outcome");

    private KpiTables() {}

    static void write(Path folder, KpiAnalysis analysis) throws IOException {
        try (CsvWriter csv = writer(folder.resolve(METRICS))) {
            csv.writeRecord(METRIC_COLUMNS);
            for (OperatingPoint point : analysis.sweep().points()) {
                csv.writeRecord(metrics(point));
            }
        }
        try (CsvWriter csv = writer(folder.resolve(MISSED))) {
            List<String> header = new ArrayList<>(analysis.table().columns());
            header.addAll(MISSED_COLUMNS);
            csv.writeRecord(header);
            for (ScoredRow row : missed(analysis)) {
                csv.writeRecord(missed(analysis, row));
            }
        }
    }

    /** NG samples the best-F1 threshold lets pass, weakest first, then by line; the two zeros are one score. */
    static List<ScoredRow> missed(KpiAnalysis analysis) {
        double threshold = analysis.bestF1().threshold();
        return analysis.table().rows().stream()
                .filter(row -> row.ng() && row.score() <= threshold)
                .sorted(Comparator.comparingDouble((ScoredRow row) -> row.score() + 0.0)
                        .thenComparingInt(ScoredRow::line))
                .toList();
    }

    private static CsvWriter writer(Path file) throws IOException {
        return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file, StandardCharsets.UTF_8);
    }

    private static String[] metrics(OperatingPoint point) {
        return new String[] {
            number(point.threshold()),
            Integer.toString(point.tp()),
            Integer.toString(point.fp()),
            Integer.toString(point.tn()),
            Integer.toString(point.fn()),
            number(point.precision()),
            number(point.recall()),
            number(point.f1()),
            number(point.accuracy()),
            number(point.far()),
            Integer.toString(point.tp() + point.fp()),
            Integer.toString(point.tp() + point.fn()),
            Integer.toString(point.tn() + point.fp())
        };
    }

    private static List<String> missed(KpiAnalysis analysis, ScoredRow row) {
        List<String> cells = new ArrayList<>(row.cells());
        cells.add(Integer.toString(row.line()));
        cells.add(number(row.score()));
        cells.add(number(analysis.bestF1().threshold()));
        cells.add("NO_PASS");
        cells.add(analysis.table().reading().passLabel());
        cells.add("MISSED_NO_PASS");
        return cells;
    }

    /** Reads back as the same number; a sweep has too many for the shortest form of each. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        String text = Double.toString(value);
        return text.indexOf('E') < 0 ? text : StoredThreshold.unfolded(new BigDecimal(text).stripTrailingZeros());
    }
}
