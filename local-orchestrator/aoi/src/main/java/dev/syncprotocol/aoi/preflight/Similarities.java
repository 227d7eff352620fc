package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.descriptor.DescriptorEmbedder;
import dev.syncprotocol.aoi.mining.Likeness;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import java.nio.file.Path;
import java.util.List;

/** P14 of the embedder that needs neither weights nor an engine: KPI against pool pictures before anything runs. */
final class Similarities {
    private Similarities() {}

    static Likeness of(AoiWorkspace workspace, Inputs inputs) {
        Pictures pictures = inputs.spec().dataset().pictures();
        return Likeness.of(
                embedded(inputs.kpi().rows(), workspace.kpiImages(), pictures),
                embedded(inputs.pool().table().rows(), workspace.root(), pictures));
    }

    private static List<float[]> embedded(List<SampleRow> rows, Path images, Pictures pictures) {
        String light = pictures.lightsOrNone().get(0);
        return new DescriptorEmbedder()
                .embed(rows.stream()
                        .limit(Likeness.MOST)
                        .map(row -> pictures.input(images, row, light))
                        .toList());
    }
}
