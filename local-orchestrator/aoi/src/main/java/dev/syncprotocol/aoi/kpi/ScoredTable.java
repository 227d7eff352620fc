package dev.syncprotocol.aoi.kpi;

import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.protocol.digest.Sha256;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An inference table as the KPI reads it; every row has a label and a finite score, and both classes are there.
 *
 * @param file where it was read
 * @param sha256 digest of its bytes
 * @param reading how it was read
 * @param columns the header
 * @param rows the rows in file order
 * @param warnings what was let through on request
 */
public record ScoredTable(
        Path file,
        Sha256 sha256,
        ScoreColumns reading,
        List<String> columns,
        List<ScoredRow> rows,
        List<String> warnings) {
    public ScoredTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        warnings = List.copyOf(warnings);
    }

    /** The scores of both classes, sorted. */
    public LabelledScores scores() {
        return LabelledScores.of(scoresOf(false), scoresOf(true));
    }

    /** A row with its cells by column name, as the sample tables have them. */
    public SampleRow sample(ScoredRow row) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            cells.put(columns.get(i), row.cells().get(i));
        }
        return new SampleRow(row.line(), cells);
    }

    private double[] scoresOf(boolean ng) {
        return rows.stream()
                .filter(row -> row.ng() == ng)
                .mapToDouble(ScoredRow::score)
                .toArray();
    }
}
