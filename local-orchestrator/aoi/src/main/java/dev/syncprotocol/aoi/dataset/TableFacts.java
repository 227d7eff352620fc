package dev.syncprotocol.aoi.dataset;

/**
 * What checking a table found; nothing is wrong with it.
 *
 * @param rows rows checked
 * @param pictures pictures opened and decoded
 * @param pass PASS rows
 * @param ng NG rows
 */
public record TableFacts(int rows, int pictures, int pass, int ng) {}
