package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.table.Pictures;
import java.nio.file.Path;

/**
 * One gap analysis to do.
 *
 * @param phase {@code baseline}, {@code iter1}, …: whose inference is analysed
 * @param inferenceCsv the chosen checkpoint's scored table
 * @param trainingSpec the specification of the phase, which says lights and extension to a container
 * @param imagesDir the table's image root, absolute
 * @param pictures how its pictures are named
 * @param minRecall the recall the threshold must hold, a fraction
 * @param topKPerLabel samples kept per label, at least 1
 * @param outputDir where the files go; exists
 */
public record GapOrder(
        String phase,
        Path inferenceCsv,
        Path trainingSpec,
        Path imagesDir,
        Pictures pictures,
        double minRecall,
        int topKPerLabel,
        Path outputDir) {
    public GapOrder {
        if (topKPerLabel < 1) {
            throw new IllegalArgumentException("top_k_per_label must be positive, found " + topKPerLabel);
        }
    }
}
