package dev.syncprotocol.aoi.pool;

import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The source pool as a table: the 14 columns, {@code provenance}, {@code filepath}, {@code sample_key} (specification §8.6). */
public final class SourcePoolFile {
    private static final List<String> OURS =
            List.of(SourceSample.PROVENANCE, SourceSample.FILEPATH, SourceSample.SAMPLE_KEY);

    private SourcePoolFile() {}

    /** Reads a table this class wrote. */
    public static List<SourceSample> read(Path file) throws IOException {
        return SampleTableFile.read(file).rows().stream()
                .map(row -> new SourceSample(
                        row,
                        Provenance.of(row.cell(SourceSample.PROVENANCE)),
                        row.cell(SourceSample.FILEPATH),
                        row.cell(SourceSample.SAMPLE_KEY)))
                .toList();
    }

    /** Writes samples, by atomic replacement. */
    public static void write(Path file, List<SourceSample> samples) throws IOException {
        SampleTableFile.write(file, table(samples));
    }

    /** The samples as a table. */
    public static SampleTable table(List<SourceSample> samples) {
        return new SampleTable(
                columns(), samples.stream().map(SourceSample::row).toList());
    }

    /** The samples of a mining pool's rows. */
    static List<SourceSample> real(List<SampleRow> rows, Pictures pictures) {
        return rows.stream().map(row -> sample(row, Provenance.REAL, pictures)).toList();
    }

    /**
     * The samples of staged pairs.
     *
     * @param ngDir folder of the staged defects, relative to the workspace
     * @param okDir folder of their partners, relative to the workspace
     */
    static List<SourceSample> made(List<PregenObject> objects, String ngDir, String okDir, Pictures pictures) {
        List<SourceSample> samples = new ArrayList<>();
        for (PregenObject object : objects) {
            Map<String, String> cells = empty();
            cells.put(SampleColumns.INPUT_PATH, ngDir);
            cells.put(SampleColumns.GOLDEN_PATH, okDir);
            cells.put(SampleColumns.LABEL, Labels.canonical(object.label()));
            cells.put(SampleColumns.OBJECT_NAME, object.objectName());
            samples.add(sample(new SampleRow(0, cells), Provenance.SDG, pictures));
        }
        return samples;
    }

    private static SourceSample sample(SampleRow row, Provenance provenance, Pictures pictures) {
        String first = pictures.lightsOrNone().get(0);
        String filepath = row.inputPath() + "/" + pictures.fileName(row.objectName(), first);
        String key = SourceSample.keyOf(row);
        Map<String, String> cells = empty();
        SampleColumns.ALL.forEach(column -> cells.put(column, row.cell(column)));
        cells.put(SourceSample.PROVENANCE, provenance.word());
        cells.put(SourceSample.FILEPATH, filepath);
        cells.put(SourceSample.SAMPLE_KEY, key);
        return new SourceSample(new SampleRow(row.line(), cells), provenance, filepath, key);
    }

    private static Map<String, String> empty() {
        Map<String, String> cells = new LinkedHashMap<>();
        SampleColumns.ALL.forEach(column -> cells.put(column, ""));
        return cells;
    }

    private static List<String> columns() {
        List<String> columns = new ArrayList<>(SampleColumns.ALL);
        columns.addAll(OURS);
        return columns;
    }
}
