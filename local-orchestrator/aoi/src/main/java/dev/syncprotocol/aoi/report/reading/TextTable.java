package dev.syncprotocol.aoi.report.reading;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A table the loop wrote itself, read by column name; no rows when the file is not there. */
final class TextTable {
    private final List<NamedCsvRecord> records;

    private TextTable(List<NamedCsvRecord> records) {
        this.records = records;
    }

    static TextTable read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new TextTable(List.of());
        }
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            return new TextTable(reader.stream().toList());
        }
    }

    int size() {
        return records.size();
    }

    /** How many rows have this text in a column. */
    int count(String column, String text) {
        return (int)
                records.stream().filter(row -> cell(row, column).equals(text)).count();
    }

    /** A column of the rows that have this text in another. */
    List<String> column(String wanted, String column, String text) {
        return records.stream()
                .filter(row -> cell(row, column).equals(text))
                .map(row -> cell(row, wanted))
                .toList();
    }

    /** A cell of the first row; empty without rows or without that column. */
    Optional<String> first(String column) {
        return records.stream().findFirst().map(row -> cell(row, column)).filter(text -> !text.isEmpty());
    }

    /** All cells of a column. */
    List<String> column(String column) {
        return records.stream().map(row -> cell(row, column)).toList();
    }

    /** The largest number of a column for each text of another; none where the table lacks the column. */
    Collection<Double> largest(String column, String each) {
        Map<String, Double> largest = new TreeMap<>();
        for (NamedCsvRecord row : records) {
            row.findField(column)
                    .ifPresent(number -> largest.merge(cell(row, each), Double.valueOf(number), Math::max));
        }
        return largest.values();
    }

    private static String cell(NamedCsvRecord row, String column) {
        return row.findField(column).orElse("");
    }
}
