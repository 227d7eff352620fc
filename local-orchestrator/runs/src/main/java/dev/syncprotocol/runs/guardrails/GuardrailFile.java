package dev.syncprotocol.runs.guardrails;

/**
 * A file for agents.
 *
 * @param path relative to the folder it is written to
 * @param content its text
 */
public record GuardrailFile(String path, String content) {}
