package dev.syncprotocol.aoi.leakage;

import dev.syncprotocol.aoi.table.SampleTable;
import java.nio.file.Path;

/**
 * A table whose pictures are compared.
 *
 * @param name what it is, for messages and counts: {@code train}, {@code mined}, {@code pool}, {@code validation}, {@code kpi}, {@code benchmark}
 * @param table the rows
 * @param imagesDir what their picture paths are relative to, absolute
 */
public record SampleSet(String name, SampleTable table, Path imagesDir) {}
