package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.table.SampleRow;

/**
 * A scored sample with its distance to the threshold.
 *
 * @param row the sample
 * @param label {@code PASS} or a defect in lower case
 * @param score its score
 * @param weakness PASS: score − threshold; NG: threshold − score
 */
public record WeakSample(SampleRow row, String label, double score, double weakness) {
    /** Whether it is on the wrong side; exactly at the threshold a PASS is right. */
    public boolean isMisclassified() {
        return weakness > 0;
    }
}
