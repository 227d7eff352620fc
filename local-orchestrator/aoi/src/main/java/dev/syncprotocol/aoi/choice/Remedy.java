package dev.syncprotocol.aoi.choice;

/**
 * What can be done about a contradiction.
 *
 * @param what to do, one short sentence
 * @param how in detail
 */
public record Remedy(String what, String how) {}
