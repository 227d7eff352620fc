package dev.syncprotocol.aoi.mining;

/**
 * A source near a target.
 *
 * @param source its index among the sources searched
 * @param closeness the cosine, or minus the distance: larger is nearer
 */
public record Neighbour(int source, double closeness) {}
