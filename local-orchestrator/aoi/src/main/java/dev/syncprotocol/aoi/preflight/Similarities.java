package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.descriptor.DescriptorEmbedder;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * P14: how alike KPI and pool pictures look to an embedder that needs no weights.
 *
 * @param cosines of up to 200 × 200 pairs, ascending
 */
record Similarities(double[] cosines) {
    private static final int MOST = 200;

    static Similarities of(AoiWorkspace workspace, Inputs inputs) {
        Pictures pictures = inputs.spec().dataset().pictures();
        String light = pictures.lightsOrNone().get(0);
        List<float[]> kpi = embedded(inputs.kpi().rows(), workspace.kpiImages(), pictures, light);
        List<float[]> pool = embedded(inputs.pool().table().rows(), workspace.root(), pictures, light);
        double[] cosines = kpi.stream()
                .flatMapToDouble(one -> pool.stream().mapToDouble(other -> cosine(one, other)))
                .sorted()
                .toArray();
        return new Similarities(cosines);
    }

    /** What to say when the cut-off lets more than half of all pairs through. */
    Optional<String> warning(double cutoff) {
        long above = Arrays.stream(cosines).filter(cosine -> cosine >= cutoff).count();
        if (cosines.length == 0 || above * 2 <= cosines.length) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%.0f %% of KPI and pool pictures are at least %s alike (quantiles 10/50/90/99 %%: %.3f %.3f %.3f %.3f)",
                100.0 * above / cosines.length,
                cutoff,
                quantile(0.1),
                quantile(0.5),
                quantile(0.9),
                quantile(0.99)));
    }

    private double quantile(double share) {
        return cosines[(int) Math.min(cosines.length - 1, Math.floor(share * cosines.length))];
    }

    private static List<float[]> embedded(List<SampleRow> rows, Path images, Pictures pictures, String light) {
        List<Path> files = rows.stream()
                .limit(MOST)
                .map(row -> pictures.input(images, row, light))
                .toList();
        return new DescriptorEmbedder().embed(files);
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            left += (double) a[i] * a[i];
            right += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(left * right);
    }
}
