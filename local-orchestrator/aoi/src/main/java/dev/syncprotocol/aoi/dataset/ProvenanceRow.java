package dev.syncprotocol.aoi.dataset;

/**
 * Where a row of a combined table comes from.
 *
 * @param row its number, from 1
 * @param inputPath its input path in the combined table
 * @param objectName its object name
 * @param label its label
 * @param source {@code base_train}, {@code previous_iter_train} or {@code mining_pool}
 * @param originProvenance {@code base}, {@code real} or {@code sdg}
 * @param originIter the phase that brought it: {@code baseline} for base rows
 * @param similarity the similarity it was mined with, as text; empty for base rows
 */
public record ProvenanceRow(
        int row,
        String inputPath,
        String objectName,
        String label,
        String source,
        String originProvenance,
        String originIter,
        String similarity) {}
