package dev.syncprotocol.aoi.report.page;

/**
 * A line of a list of facts.
 *
 * @param name what it is
 * @param value what it is worth
 */
public record Fact(String name, String value) {}
