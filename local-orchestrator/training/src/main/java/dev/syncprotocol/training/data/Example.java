package dev.syncprotocol.training.data;

import java.util.List;

/**
 * What one data row becomes: rows that belong together and are never cut apart.
 *
 * @param rows at least one, in the order of {@link dev.syncprotocol.training.ExampleForm}
 */
public record Example(List<EncodedRow> rows) {
    public Example {
        rows = List.copyOf(rows);
    }

    /** An example of one row. */
    public static Example of(EncodedRow row) {
        return new Example(List.of(row));
    }

    /** Tokens of the longest row. */
    int length() {
        return rows.stream().mapToInt(row -> row.tokens().length).max().orElse(0);
    }

    /** Whether something was left out of one of the rows to fit. */
    public boolean cut() {
        return rows.stream().anyMatch(EncodedRow::cut);
    }
}
