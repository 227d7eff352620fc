package dev.syncprotocol.aoi.spec;

/**
 * A table and the folder its picture paths are relative to.
 *
 * @param csvPath the table; empty where the specification leaves it open
 * @param imagesDir the image root; empty where the specification leaves it open
 */
public record TableLocation(String csvPath, String imagesDir) {}
