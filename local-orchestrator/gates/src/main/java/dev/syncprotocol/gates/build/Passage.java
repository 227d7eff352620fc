package dev.syncprotocol.gates.build;

/**
 * A text the tool {@code wiki} can find.
 *
 * @param title the page's
 * @param text its content
 */
public record Passage(String title, String text) {}
