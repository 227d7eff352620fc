package dev.syncprotocol.aoi.mining;

/**
 * A target and one of its top-K sources.
 *
 * @param target the target's picture
 * @param rank from 1
 * @param sourceKey the source's sample
 * @param source the source's picture
 * @param cosine their cosine
 */
public record ConsideredPair(String target, int rank, String sourceKey, String source, double cosine) {}
