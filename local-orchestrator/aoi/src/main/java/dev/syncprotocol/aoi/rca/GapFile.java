package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.parquet.Column;
import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.parquet.ParquetTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Gap rows as Parquet: {@code filepath, label, siamese_score, weakness}. */
public final class GapFile {
    private static final String FILEPATH = "filepath";
    private static final String LABEL = "label";
    private static final String SCORE = "siamese_score";
    private static final String WEAKNESS = "weakness";

    private GapFile() {}

    /** Writes rows; no rows give an empty file with the same columns. */
    public static void write(Path file, List<GapRow> rows) throws IOException {
        ParquetFile.write(
                file,
                ParquetTable.of(
                        Column.texts(
                                FILEPATH, rows.stream().map(GapRow::filepath).toList()),
                        Column.texts(LABEL, rows.stream().map(GapRow::label).toList()),
                        Column.doubles(SCORE, rows.stream().map(GapRow::score).toList()),
                        Column.doubles(
                                WEAKNESS, rows.stream().map(GapRow::weakness).toList())));
    }

    /** Reads rows; further columns, as a container may add them, are ignored; without the column of labels every label is empty. */
    public static List<GapRow> read(Path file) throws IOException {
        ParquetTable table = ParquetFile.read(file);
        List<String> filepaths = table.texts(FILEPATH);
        List<String> labels = table.has(LABEL) ? table.texts(LABEL) : Collections.nCopies(table.size(), "");
        List<Double> scores = table.doubles(SCORE);
        List<Double> weaknesses = table.doubles(WEAKNESS);
        List<GapRow> rows = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            rows.add(new GapRow(filepaths.get(i), labels.get(i), scores.get(i), weaknesses.get(i)));
        }
        return rows;
    }
}
