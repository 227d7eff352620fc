package dev.syncprotocol.gates.scorer;

/**
 * How long the parts of a call took, nanoseconds of a monotonic clock; 0 for a part that did not happen.
 *
 * @param dns resolving the host
 * @param connect opening a connection to it
 * @param firstByte from sending to the response's head
 * @param total from sending to its last byte
 */
public record Timing(long dns, long connect, long firstByte, long total) {
    /** Of an answer nobody was asked for. */
    public static final Timing NONE = new Timing(0, 0, 0, 0);
}
