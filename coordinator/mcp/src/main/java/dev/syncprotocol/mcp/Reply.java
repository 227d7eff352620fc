package dev.syncprotocol.mcp;

/**
 * What a call answered.
 *
 * @param document the one JSON document the command line would print, on one line
 * @param ok whether the verb did what was asked; otherwise the document is the error object
 */
public record Reply(String document, boolean ok) {}
