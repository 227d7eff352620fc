package dev.syncprotocol.aoi.leakage;

import dev.syncprotocol.aoi.table.SampleTable;
import java.nio.file.Path;

/**
 * A table whose pictures are compared.
 *
 * @param name what it is, for messages and counts: {@code train}, {@code mined}, {@code pool}, {@code validation}, {@code kpi}, {@code benchmark}
 * @param file where the table lies, absolute; for rows that lie nowhere yet the set's name
 * @param table the rows
 * @param imagesDir what their picture paths are relative to, absolute
 */
public record SampleSet(String name, Path file, SampleTable table, Path imagesDir) {
    /** Rows that lie in no file yet. */
    public SampleSet(String name, SampleTable table, Path imagesDir) {
        this(name, Path.of(name), table, imagesDir);
    }
}
