package dev.syncprotocol.aoi.parquet;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Parquet on disk, zstd-compressed, rows in order; the same table gives the same bytes. */
public final class ParquetFile {
    private static final String IN_MEMORY = "jdbc:duckdb:";

    private ParquetFile() {}

    /**
     * Writes a table, replacing a file of that name.
     *
     * @throws IOException when the file cannot be written
     */
    public static void write(Path file, ParquetTable table) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (DuckDBConnection database = open();
                Statement sql = database.createStatement()) {
            sql.execute("CREATE TABLE t (" + declarations(table) + ")");
            fill(database, table);
            sql.execute("COPY t TO " + quoted(temporary.toString()) + " (FORMAT parquet, COMPRESSION zstd"
                    + notes(table.notes()) + ")");
        } catch (SQLException e) {
            throw new IOException(file + " cannot be written: " + e.getMessage(), e);
        }
        Files.move(
                temporary,
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads a table whole.
     *
     * @throws SyncException {@code data_invalid} for a file that is no such table, or holds nulls or other types
     */
    public static ParquetTable read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new java.nio.file.NoSuchFileException(file.toString());
        }
        try (DuckDBConnection database = open();
                Statement sql = database.createStatement()) {
            return new ParquetTable(columns(sql, file), storedNotes(sql, file));
        } catch (SQLException | ClassCastException e) {
            throw new SyncException(ErrorCode.DATA_INVALID, file + " cannot be read as Parquet: " + e.getMessage(), e);
        }
    }

    /** One thread, so that row groups come in order. */
    private static DuckDBConnection open() throws SQLException {
        Connection connection = DriverManager.getConnection(IN_MEMORY);
        try (Statement sql = connection.createStatement()) {
            sql.execute("SET threads = 1");
            sql.execute("SET preserve_insertion_order = true");
        }
        return connection.unwrap(DuckDBConnection.class);
    }

    private static String declarations(ParquetTable table) {
        return table.columns().stream()
                .map(column -> name(column.name()) + " " + column.type().sql())
                .collect(Collectors.joining(", "));
    }

    private static void fill(DuckDBConnection database, ParquetTable table) throws SQLException {
        try (DuckDBAppender rows = database.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "t")) {
            for (int i = 0; i < table.size(); i++) {
                rows.beginRow();
                for (Column column : table.columns()) {
                    append(rows, column, column.values().get(i));
                }
                rows.endRow();
            }
        }
    }

    private static void append(DuckDBAppender rows, Column column, Object value) throws SQLException {
        switch (column.type()) {
            case TEXT -> rows.append((String) value);
            case DOUBLE -> rows.append(((Double) value).doubleValue());
            case INT -> rows.append(((Integer) value).intValue());
            case VECTOR -> rows.append((float[]) value);
        }
    }

    private static List<Column> columns(Statement sql, Path file) throws SQLException {
        try (ResultSet rows = sql.executeQuery("SELECT * FROM read_parquet(" + quoted(file.toString()) + ")")) {
            ResultSetMetaData head = rows.getMetaData();
            List<List<Object>> values = new ArrayList<>();
            for (int c = 1; c <= head.getColumnCount(); c++) {
                values.add(new ArrayList<>());
            }
            while (rows.next()) {
                for (int c = 0; c < values.size(); c++) {
                    values.get(c).add(value(rows.getObject(c + 1)));
                }
            }
            List<Column> columns = new ArrayList<>();
            for (int c = 0; c < values.size(); c++) {
                columns.add(new Column(
                        head.getColumnName(c + 1), type(file, head.getColumnTypeName(c + 1)), values.get(c)));
            }
            return columns;
        }
    }

    private static Object value(Object read) throws SQLException {
        if (!(read instanceof java.sql.Array list)) {
            return read;
        }
        Object[] numbers = (Object[]) list.getArray();
        float[] vector = new float[numbers.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = ((Number) numbers[i]).floatValue();
        }
        return vector;
    }

    private static Column.Type type(Path file, String sql) {
        return switch (sql) {
            case "VARCHAR" -> Column.Type.TEXT;
            case "DOUBLE" -> Column.Type.DOUBLE;
            case "INTEGER" -> Column.Type.INT;
            case "FLOAT[]", "DOUBLE[]" -> Column.Type.VECTOR;
            default ->
                throw new SyncException(ErrorCode.DATA_INVALID, file + " has a column of an unknown type: " + sql);
        };
    }

    private static Map<String, String> storedNotes(Statement sql, Path file) throws SQLException {
        Map<String, String> notes = new TreeMap<>();
        try (ResultSet rows = sql.executeQuery(
                "SELECT decode(key), decode(value) FROM parquet_kv_metadata(" + quoted(file.toString()) + ")")) {
            while (rows.next()) {
                notes.put(rows.getString(1), rows.getString(2));
            }
        }
        return notes;
    }

    private static String notes(Map<String, String> notes) {
        return notes.isEmpty()
                ? ""
                : notes.entrySet().stream()
                        .map(note -> name(note.getKey()) + ": " + quoted(note.getValue()))
                        .collect(Collectors.joining(", ", ", KV_METADATA {", "}"));
    }

    private static String name(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
