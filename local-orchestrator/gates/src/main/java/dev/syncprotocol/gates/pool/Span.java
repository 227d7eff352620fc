package dev.syncprotocol.gates.pool;

/**
 * A stretch of a turn that comes from a template, a role or a style, not from the source.
 *
 * @param turn index from 0
 * @param start code point from 0, inclusive
 * @param end exclusive
 * @param kind {@code template}, {@code role} or {@code style}
 */
public record Span(int turn, int start, int end, String kind) {
    /** Refuses a stretch that ends before it starts, or starts before the text. */
    public Span {
        if (turn < 0 || start < 0 || end < start) {
            throw new IllegalArgumentException("no span: turn " + turn + ", " + start + " to " + end);
        }
    }
}
