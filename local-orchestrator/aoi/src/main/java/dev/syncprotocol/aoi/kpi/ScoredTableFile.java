package dev.syncprotocol.aoi.kpi;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.syncprotocol.aoi.table.ForeignSeparator;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads inference tables of any origin: a header, a label and a score column, everything else kept as text (specification §11.1). */
public final class ScoredTableFile {
    private static final int SHOWN_FAULTS = 20;

    private final Path file;
    private final ScoreColumns reading;
    private final List<Violation> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ScoredTableFile(Path file, ScoreColumns reading) {
        this.file = file;
        this.reading = reading;
    }

    /**
     * Reads a table whole.
     *
     * @throws SyncException {@code csv_invalid} for a file that is no such table; {@code kpi_undefined} with the lines of empty labels, doubtful
     *     labels and scores that are no finite number, or when one class is missing
     * @throws IOException when the file cannot be read
     */
    public static ScoredTable read(Path file, ScoreColumns reading) throws IOException {
        return new ScoredTableFile(file, reading).parse(Files.readAllBytes(file));
    }

    private ScoredTable parse(byte[] bytes) {
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text(bytes))) {
            return table(Sha256.of(bytes), records);
        } catch (CsvParseException e) {
            throw invalid("is no CSV: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ScoredTable table(Sha256 sha256, CsvReader<CsvRecord> records) {
        List<String> header = List.of();
        List<ScoredRow> rows = new ArrayList<>();
        for (CsvRecord record : records) {
            if (header.isEmpty()) {
                header = header(record);
            } else {
                rows.add(row(header, record));
            }
        }
        if (header.isEmpty()) {
            throw invalid("is empty");
        }
        if (!faults.isEmpty()) {
            throw undefined();
        }
        refuseOneClass(rows);
        return new ScoredTable(file, sha256, reading, header, rows, warnings);
    }

    private List<String> header(CsvRecord record) {
        List<String> header = record.getFields();
        ForeignSeparator.of(header).ifPresent(foreign -> {
            throw invalid("line 1: expected " + ForeignSeparator.EXPECTED + ", found " + foreign.found());
        });
        for (String column : List.of(reading.label(), reading.score())) {
            if (header.stream().filter(column::equals).count() != 1) {
                throw invalid("needs the column " + column + " once; it has " + String.join(",", header))
                        .withHint("an inference.csv of a run has both; --label-column and --score-column name others");
            }
        }
        return header;
    }

    private ScoredRow row(List<String> header, CsvRecord record) {
        int line = (int) record.getStartingLineNumber();
        if (record.getFieldCount() != header.size()) {
            throw invalid("line " + line + ": expected " + header.size() + " fields, found " + record.getFieldCount());
        }
        String label = record.getField(header.indexOf(reading.label()));
        boolean ng = isNg(line, label);
        double score = score(line, record.getField(header.indexOf(reading.score())));
        return new ScoredRow(line, record.getFields(), label, score, ng);
    }

    private boolean isNg(int line, String label) {
        if (label.isBlank()) {
            fault(line, "a label", "an empty cell");
        }
        if (label.equals(reading.passLabel()) || !label.strip().equalsIgnoreCase(reading.passLabel())) {
            return !label.equals(reading.passLabel());
        }
        if (reading.letterCase() == ScoreColumns.LetterCase.EXACT) {
            fault(line, "the label " + reading.passLabel() + " or a defect", "\"" + label + "\"");
        } else {
            warnings.add("line " + line + ": label \"" + label + "\" counted as " + reading.passLabel());
        }
        return false;
    }

    private double score(int line, String text) {
        try {
            double score = isDecimal(text.strip()) ? Double.parseDouble(text.strip()) : Double.NaN;
            if (Float.isFinite((float) score)) {
                return score;
            }
        } catch (NumberFormatException e) {
            fault(line, "a finite score", "\"" + text + "\"");
            return 0;
        }
        fault(line, "a finite score", text.isBlank() ? "an empty cell" : "\"" + text + "\"");
        return 0;
    }

    /** Hexadecimal floats, suffixes and the words for what is not finite are no scores. */
    private static boolean isDecimal(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
    }

    private void fault(int line, String expected, String found) {
        faults.add(new Violation("", line, 1, "kpi", expected, found));
    }

    private void refuseOneClass(List<ScoredRow> rows) {
        long ng = rows.stream().filter(ScoredRow::ng).count();
        if (ng == 0 || ng == rows.size()) {
            throw new SyncException(
                            ErrorCode.KPI_UNDEFINED,
                            file.getFileName() + " has no " + (ng == 0 ? "NG" : reading.passLabel())
                                    + " row: the false alarm rate at full recall is undefined")
                    .withHint("a set needs good and defective samples");
        }
    }

    private SyncException undefined() {
        Violation first = faults.get(0);
        String more = faults.size() > 1 ? " (and " + (faults.size() - 1) + " more)" : "";
        return new SyncException(
                ErrorCode.KPI_UNDEFINED,
                file.getFileName() + ":" + first.line() + ": expected " + first.expected() + ", found " + first.found()
                        + more,
                null,
                "the rate would count these rows as right or wrong without knowing: correct or remove them",
                faults.subList(0, Math.min(SHOWN_FAULTS, faults.size())),
                List.of());
    }

    private SyncException invalid(String why) {
        return new SyncException(ErrorCode.CSV_INVALID, file.getFileName() + " " + why);
    }

    private String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.startsWith("\uFEFF")) {
                throw invalid("begins with a byte order mark");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new SyncException(ErrorCode.CSV_INVALID, file.getFileName() + " is not UTF-8", e);
        }
    }
}
