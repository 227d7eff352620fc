package dev.syncprotocol.aoi.table;

import java.util.List;
import java.util.stream.Stream;

/**
 * A sample table: the 14 columns, padded with empty text where the file lacks an optional one, then every further column in first-seen order.
 *
 * @param columns the column names in writing order
 * @param rows the rows in file order
 */
public record SampleTable(List<String> columns, List<SampleRow> rows) {
    public SampleTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** A table whose columns are the 14 and then these. */
    public static SampleTable of(List<String> further, List<SampleRow> rows) {
        List<String> columns = Stream.concat(SampleColumns.ALL.stream(), further.stream())
                .distinct()
                .toList();
        return new SampleTable(columns, rows);
    }

    /** How many rows there are. */
    public int size() {
        return rows.size();
    }
}
