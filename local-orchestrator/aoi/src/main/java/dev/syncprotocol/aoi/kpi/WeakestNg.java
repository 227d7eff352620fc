package dev.syncprotocol.aoi.kpi;

/**
 * One of the NG samples closest to escaping.
 *
 * @param line its line in the inference table
 * @param label its label as written
 * @param objectName its object name, empty when the table has none
 * @param score its score
 * @param margin its score minus the stored threshold
 */
public record WeakestNg(int line, String label, String objectName, double score, double margin) {}
