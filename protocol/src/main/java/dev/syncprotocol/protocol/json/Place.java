package dev.syncprotocol.protocol.json;

/**
 * Where a value starts in its text.
 *
 * @param line from 1; 0 = unknown
 * @param column from 1; 0 = unknown
 */
public record Place(int line, int column) {
    /** No place is known. */
    public static final Place UNKNOWN = new Place(0, 0);
}
