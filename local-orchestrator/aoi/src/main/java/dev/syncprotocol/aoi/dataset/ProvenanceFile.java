package dev.syncprotocol.aoi.dataset;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code train_combined_iterN_provenance.csv}: one row a training row, same order (specification §8.10). */
public final class ProvenanceFile {
    private static final String[] HEADER = {
        "row", "input_path", "object_name", "label", "source", "origin_provenance", "origin_iter", "similarity"
    };

    private ProvenanceFile() {}

    /** Writes rows by atomic replacement. */
    public static void write(Path file, List<ProvenanceRow> rows) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(HEADER);
            for (ProvenanceRow row : rows) {
                csv.writeRecord(
                        Integer.toString(row.row()),
                        row.inputPath(),
                        row.objectName(),
                        row.label(),
                        row.source(),
                        row.originProvenance(),
                        row.originIter(),
                        row.similarity());
            }
        }
        AtomicFile.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads rows this class wrote. */
    public static List<ProvenanceRow> read(Path file) throws IOException {
        try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file)) {
            return records.stream().map(ProvenanceFile::row).toList();
        }
    }

    private static ProvenanceRow row(NamedCsvRecord record) {
        return new ProvenanceRow(
                Integer.parseInt(record.getField("row")),
                record.getField("input_path"),
                record.getField("object_name"),
                record.getField("label"),
                record.getField("source"),
                record.getField("origin_provenance"),
                record.getField("origin_iter"),
                record.getField("similarity"));
    }
}
