package dev.syncprotocol.protocol.error;

/**
 * One broken rule of a document, with its place.
 *
 * @param pointer JSON pointer (RFC 6901) of the offending value; empty for the whole document
 * @param line line from 1, or 0 where the place is unknown
 * @param column column from 1, or 0 where the place is unknown
 * @param rule the rule that is broken, in a few words
 * @param expected what the rule asks for
 * @param found what was found, shortened and free of control characters
 */
public record Violation(String pointer, int line, int column, String rule, String expected, String found) {}
