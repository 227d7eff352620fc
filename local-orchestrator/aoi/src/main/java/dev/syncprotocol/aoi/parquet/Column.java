package dev.syncprotocol.aoi.parquet;

import java.util.List;

/**
 * A named column of one type, without nulls.
 *
 * @param name the column's name
 * @param type what its values are
 * @param values {@link String}, {@link Double}, {@link Integer} or {@code float[]}, as {@code type} says
 */
public record Column(String name, Type type, List<?> values) {
    /** What a column can hold, with DuckDB's word for it. */
    public enum Type {
        TEXT("VARCHAR", String.class),
        DOUBLE("DOUBLE", Double.class),
        INT("INTEGER", Integer.class),
        VECTOR("FLOAT[]", float[].class);

        private final String sql;
        private final Class<?> values;

        Type(String sql, Class<?> values) {
            this.sql = sql;
            this.values = values;
        }

        String sql() {
            return sql;
        }
    }

    public Column {
        values = List.copyOf(values);
        for (Object value : values) {
            if (!type.values.isInstance(value)) {
                throw new IllegalArgumentException(name + " holds " + type + ", not " + value.getClass());
            }
        }
    }

    /** A column of text. */
    public static Column texts(String name, List<String> values) {
        return new Column(name, Type.TEXT, values);
    }

    /** A column of 64-bit floats. */
    public static Column doubles(String name, List<Double> values) {
        return new Column(name, Type.DOUBLE, values);
    }

    /** A column of 32-bit integers. */
    public static Column ints(String name, List<Integer> values) {
        return new Column(name, Type.INT, values);
    }

    /** A column of lists of 32-bit floats. */
    public static Column vectors(String name, List<float[]> values) {
        return new Column(name, Type.VECTOR, values);
    }
}
