package dev.syncprotocol.runs.compare;

import java.util.List;

/**
 * One thing that every run has a value for.
 *
 * @param name of the thing, for example {@code train.lr} or a file's path
 * @param values one a run, in the order of the comparison; empty text where a run has none
 */
public record ComparedRow(String name, List<String> values) {
    public ComparedRow {
        values = List.copyOf(values);
    }

    /** Whether all runs agree. */
    public boolean same() {
        return values.stream().distinct().count() <= 1;
    }
}
