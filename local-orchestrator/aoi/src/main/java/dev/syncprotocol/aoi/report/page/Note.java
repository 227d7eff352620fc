package dev.syncprotocol.aoi.report.page;

/**
 * A badge.
 *
 * @param kind its colour: {@code good}, {@code up}, {@code warn}
 * @param text one or two words
 */
public record Note(String kind, String text) {}
