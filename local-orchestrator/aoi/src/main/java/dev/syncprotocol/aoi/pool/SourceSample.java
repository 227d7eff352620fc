package dev.syncprotocol.aoi.pool;

import dev.syncprotocol.aoi.table.SampleRow;

/**
 * A row of the source pool: a sample mining may choose. Its picture paths are relative to the workspace.
 *
 * @param row the sample's row, the label canonical
 * @param provenance whether it was photographed or made
 * @param filepath the picture of the first light, relative to the workspace
 * @param sampleKey what makes the sample one: {@code input_path/object_name}
 */
public record SourceSample(SampleRow row, Provenance provenance, String filepath, String sampleKey) {
    /** Column of {@link #provenance}. */
    public static final String PROVENANCE = "provenance";

    /** Column of {@link #filepath}. */
    public static final String FILEPATH = "filepath";

    /** Column of {@link #sampleKey}. */
    public static final String SAMPLE_KEY = "sample_key";

    /** The key of a row whose paths are relative to the workspace. */
    public static String keyOf(SampleRow row) {
        return row.inputPath() + "/" + row.objectName();
    }
}
