package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code metrics.csv} as it is read: complete lines only (run-store.md section 8.5).
 *
 * @param columns the header
 * @param rows the evaluations, in file order
 * @param torn the bytes of an unterminated last line, empty when there is none
 */
public record MetricsTable(List<String> columns, List<MetricsRow> rows, byte[] torn) {
    /** The mandatory columns, in order. */
    public static final List<String> MANDATORY =
            List.of("step", "epoch", "train_loss", "val_loss", "val_acc", "primary", "is_best", "timestamp");

    public MetricsTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** The columns a run of this configuration writes. */
    public static List<String> columnsOf(RunConfig config) {
        List<String> columns = new ArrayList<>(MANDATORY);
        columns.addAll(config.extra());
        return columns;
    }

    /**
     * Reads a file.
     *
     * @param expected the header it must have
     * @throws SyncException {@link ErrorCode#METRICS_INVALID} naming the line
     */
    static MetricsTable read(Path file, List<String> expected) throws IOException {
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        List<List<String>> records = CsvText.records(new String(bytes, 0, end, StandardCharsets.UTF_8));
        if (records.isEmpty() || !records.get(0).equals(expected)) {
            throw invalid(1, "the columns are not " + String.join(",", expected));
        }
        return new MetricsTable(expected, rows(records, expected), Arrays.copyOfRange(bytes, end, bytes.length));
    }

    /** Reads the evaluations of an open run; a torn last row leaves the file first, with its bytes kept. */
    public static MetricsTable whole(StoreFiles files, RunFolder run, RunConfig config) throws IOException {
        Path file = run.at(RunFolder.METRICS);
        MetricsTable table = read(file, columnsOf(config));
        if (table.torn().length > 0) {
            files.append(run.at(RunFolder.TORN), table.torn());
            files.cut(file, Files.size(file) - table.torn().length);
        }
        return table;
    }

    /** The rows that say something of the deciding metric. */
    List<MetricsRow> evaluations() {
        return rows.stream().filter(MetricsRow::evaluated).toList();
    }

    /** Every value of a column, NaN where there is none. */
    public double[] numbers(String column) {
        int at = columns.indexOf(column);
        return rows.stream().mapToDouble(row -> row.number(at)).toArray();
    }

    /** Columns of measured values: all but step, epoch, is_best and timestamp. */
    public List<String> measured() {
        return measured(columns);
    }

    /** Those of these columns that hold measured values. */
    static List<String> measured(List<String> columns) {
        return columns.stream()
                .filter(column ->
                        !List.of("step", "epoch", "is_best", "timestamp").contains(column))
                .toList();
    }

    private static List<MetricsRow> rows(List<List<String>> records, List<String> columns) {
        List<MetricsRow> rows = new ArrayList<>();
        for (int i = 1; i < records.size(); i++) {
            MetricsRow row = row(i + 1, records.get(i), columns);
            if (!rows.isEmpty()) {
                follows(rows.get(rows.size() - 1), row, i + 1);
            }
            rows.add(row);
        }
        return rows;
    }

    private static MetricsRow row(int line, List<String> cells, List<String> columns) {
        if (cells.size() != columns.size()) {
            throw invalid(line, cells.size() + " cells, expected " + columns.size());
        }
        try {
            MetricsRow row = MetricsRow.of(cells);
            for (int i = 2; i < cells.size(); i++) {
                row.number(i);
            }
            return row;
        } catch (NumberFormatException e) {
            throw invalid(line, "not a number: " + e.getMessage());
        }
    }

    private static void follows(MetricsRow before, MetricsRow row, int line) {
        if (row.step() <= before.step()) {
            throw invalid(line, "step " + row.step() + " after step " + before.step());
        }
        if (row.epoch() < before.epoch()) {
            throw invalid(line, "epoch " + row.epoch() + " after epoch " + before.epoch());
        }
    }

    private static SyncException invalid(int line, String fault) {
        return new SyncException(ErrorCode.METRICS_INVALID, "metrics.csv, line " + line + ": " + fault);
    }
}
