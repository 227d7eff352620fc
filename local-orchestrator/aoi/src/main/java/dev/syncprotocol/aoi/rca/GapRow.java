package dev.syncprotocol.aoi.rca;

/**
 * One picture of a weak sample: a row of {@code kpi_gaps.parquet}.
 *
 * @param filepath the picture, absolute
 * @param label {@code PASS} or a defect in lower case
 * @param score the sample's score
 * @param weakness signed margin: above 0 is misclassified, its size is the distance to the threshold
 */
public record GapRow(String filepath, String label, double score, double weakness) {}
