package dev.syncprotocol.runs.store;

/**
 * A symbolic link inside a run that leads to another place inside it.
 *
 * @param path of the link, below the run
 * @param target as the link holds it
 */
public record RunLink(String path, String target) {}
