package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.table.SampleRow;
import java.util.List;

/**
 * A scored sample with its distance to the threshold.
 *
 * @param row the sample
 * @param label {@code PASS} or a defect in lower case
 * @param score its score
 * @param weakness PASS: score − threshold; NG: threshold − score
 */
public record WeakSample(SampleRow row, String label, double score, double weakness) {
    /** Its rows of the gaps, one a light. */
    List<GapRow> pictures(GapOrder order) {
        return order.pictures().lightsOrNone().stream()
                .map(light -> order.pictures().input(order.imagesDir(), row, light))
                .map(picture -> new GapRow(picture.toString(), label, score, weakness))
                .toList();
    }

    /** Whether it is on the wrong side; exactly at the threshold a PASS is right. */
    public boolean isMisclassified() {
        return weakness > 0;
    }
}
