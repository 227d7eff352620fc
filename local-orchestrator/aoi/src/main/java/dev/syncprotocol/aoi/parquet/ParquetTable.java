package dev.syncprotocol.aoi.parquet;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A table of typed columns of one length.
 *
 * @param columns in writing order
 * @param notes key and value texts kept in the file's metadata
 */
public record ParquetTable(List<Column> columns, Map<String, String> notes) {
    public ParquetTable {
        columns = List.copyOf(columns);
        notes = Collections.unmodifiableMap(new TreeMap<>(notes));
        if (columns.stream().map(column -> column.values().size()).distinct().count() > 1) {
            throw new IllegalArgumentException("the columns have different lengths");
        }
    }

    /** A table without notes. */
    public static ParquetTable of(Column... columns) {
        return new ParquetTable(List.of(columns), Map.of());
    }

    /** How many rows there are. */
    public int size() {
        return columns.isEmpty() ? 0 : columns.get(0).values().size();
    }

    /** Whether there is a column of that name. */
    public boolean has(String name) {
        return find(name).isPresent();
    }

    /** The values of a text column. */
    public List<String> texts(String name) {
        return values(name, Column.Type.TEXT).stream().map(String.class::cast).toList();
    }

    /** The values of a column of 64-bit floats. */
    public List<Double> doubles(String name) {
        return values(name, Column.Type.DOUBLE).stream().map(Double.class::cast).toList();
    }

    /** The values of a column of 32-bit integers. */
    public List<Integer> ints(String name) {
        return values(name, Column.Type.INT).stream().map(Integer.class::cast).toList();
    }

    /** The values of a column of float lists. */
    public List<float[]> vectors(String name) {
        return values(name, Column.Type.VECTOR).stream()
                .map(float[].class::cast)
                .toList();
    }

    private List<?> values(String name, Column.Type type) {
        Column column = find(name).orElseThrow(() -> wrong("has no column " + name));
        if (column.type() != type) {
            throw wrong(name + " holds " + column.type() + ", not " + type);
        }
        return column.values();
    }

    private Optional<Column> find(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    private static SyncException wrong(String why) {
        return new SyncException(ErrorCode.DATA_INVALID, "the Parquet table " + why);
    }
}
