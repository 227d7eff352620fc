package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import java.util.ArrayList;
import java.util.List;

/** A table with its scores: all its columns, {@code siamese_score} last (specification §8.5). */
final class ScoredTable {
    static final String FILE_NAME = "inference.csv";
    private static final String SCORE = "siamese_score";

    private ScoredTable() {}

    /** A score a row, as the double that equals the float: read in either precision it is the same number. */
    static SampleTable of(SampleTable table, float[] scores) {
        List<String> columns = new ArrayList<>(table.columns());
        columns.remove(SCORE);
        columns.add(SCORE);
        List<SampleRow> rows = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            rows.add(table.rows().get(i).with(SCORE, String.valueOf((double) scores[i])));
        }
        return new SampleTable(columns, rows);
    }
}
