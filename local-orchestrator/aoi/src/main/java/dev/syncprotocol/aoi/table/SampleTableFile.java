package dev.syncprotocol.aoi.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sample tables on disk: RFC 4180, UTF-8 without a byte order mark, comma only, every cell text (specification §7.1). */
public final class SampleTableFile {
    private SampleTableFile() {}

    /**
     * Reads a table; optional columns it lacks read as empty.
     *
     * @throws SyncException {@code csv_invalid} with the place of every fault: encoding, quoting, a missing or doubled column, a short or long row
     * @throws IOException when the file cannot be read
     */
    public static SampleTable read(Path file) throws IOException {
        return parse(file.toString(), Files.readAllBytes(file));
    }

    /** As {@link #read}, from bytes; {@code what} names them in errors. */
    public static SampleTable parse(String what, byte[] bytes) {
        List<CsvRecord> records = records(what, text(what, bytes));
        if (records.isEmpty()) {
            throw invalid(what, List.of(fault(1, "a header", "an empty file")));
        }
        List<String> header = records.get(0).getFields();
        List<Violation> faults = headerFaults(header);
        if (!faults.isEmpty()) {
            throw invalid(what, faults);
        }
        return table(what, header, records.subList(1, records.size()));
    }

    /** Writes a table by atomic replacement, {@code \n} at line ends, quotes only where they are needed. */
    public static void write(Path file, SampleTable table) throws IOException {
        AtomicFile.replace(file, format(table).getBytes(StandardCharsets.UTF_8));
    }

    /** The text of a table. */
    public static String format(SampleTable table) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            writer.writeRecord(table.columns());
            for (SampleRow row : table.rows()) {
                writer.writeRecord(table.columns().stream().map(row::cell).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static SampleTable table(String what, List<String> header, List<CsvRecord> records) {
        List<SampleRow> rows = new ArrayList<>(records.size());
        List<Violation> faults = new ArrayList<>();
        for (CsvRecord record : records) {
            if (record.getFieldCount() == header.size()) {
                rows.add(row(header, record));
            } else {
                faults.add(fault(
                        (int) record.getStartingLineNumber(),
                        header.size() + " fields",
                        record.getFieldCount() + " fields"));
            }
        }
        if (!faults.isEmpty()) {
            throw invalid(what, faults);
        }
        return SampleTable.of(header, rows);
    }

    private static SampleRow row(List<String> header, CsvRecord record) {
        Map<String, String> cells = new LinkedHashMap<>();
        SampleColumns.ALL.forEach(column -> cells.put(column, ""));
        for (int i = 0; i < header.size(); i++) {
            cells.put(header.get(i), record.getField(i));
        }
        return new SampleRow((int) record.getStartingLineNumber(), cells);
    }

    private static List<Violation> headerFaults(List<String> header) {
        Optional<ForeignSeparator> foreign = ForeignSeparator.of(header);
        if (foreign.isPresent()) {
            return List.of(fault(1, ForeignSeparator.EXPECTED, foreign.get().found()));
        }
        List<Violation> faults = new ArrayList<>();
        List<String> missing = SampleColumns.REQUIRED.stream()
                .filter(column -> !header.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            faults.add(fault(
                    1,
                    (missing.size() == 1 ? "column " : "columns ") + String.join(", ", missing),
                    "columns " + String.join(",", header)));
        }
        HashSet<String> seen = new HashSet<>();
        header.stream()
                .filter(column -> !seen.add(column))
                .forEach(column -> faults.add(fault(1, "each column once", "column " + column + " twice")));
        return faults;
    }

    private static List<CsvRecord> records(String what, String text) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            return reader.stream().toList();
        } catch (CsvParseException e) {
            throw new SyncException(ErrorCode.CSV_INVALID, what + " is no CSV: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String what, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.startsWith("\uFEFF")) {
                throw invalid(what, List.of(fault(1, "UTF-8 without a byte order mark", "a byte order mark")));
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new SyncException(ErrorCode.CSV_INVALID, what + " is not UTF-8", e);
        }
    }

    private static Violation fault(int line, String expected, String found) {
        return new Violation("", line, 1, "csv", expected, found);
    }

    private static SyncException invalid(String what, List<Violation> faults) {
        Violation first = faults.get(0);
        return new SyncException(
                ErrorCode.CSV_INVALID,
                what + ":" + first.line() + ": expected " + first.expected() + ", found " + first.found(),
                null,
                null,
                faults,
                List.of());
    }
}
