package dev.syncprotocol.aoi.rca;

/**
 * How weak the model is on one label, over all its samples.
 *
 * @param label {@code PASS} or a defect in lower case
 * @param total samples of it in the table
 * @param meanWeakness mean of the signed weakness
 * @param medianWeakness its median
 * @param maxWeakness its largest value
 * @param misclassified samples with a weakness above 0
 * @param kept samples among the top-K
 * @param keptMisclassified kept samples with a weakness above 0
 */
public record LabelWeakness(
        String label,
        int total,
        double meanWeakness,
        double medianWeakness,
        double maxWeakness,
        int misclassified,
        int kept,
        int keptMisclassified) {}
