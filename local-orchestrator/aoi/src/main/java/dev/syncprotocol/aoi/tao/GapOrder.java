package dev.syncprotocol.aoi.tao;

import java.nio.file.Path;

/**
 * A gap analysis for NVIDIA's container, when {@code tao.rca} is {@code container}.
 *
 * @param phase whose inference it analyses
 * @param specFile holds {@code min_recall} and {@code top_k_per_label}
 * @param inferenceDir with {@code inference.csv}
 * @param trainingSpec the phase's specification
 * @param imagesDir the KPI pictures
 * @param outputDir where the gaps go
 * @param topKPerLabel weakest samples a label
 */
public record GapOrder(
        String phase,
        Path specFile,
        Path inferenceDir,
        Path trainingSpec,
        Path imagesDir,
        Path outputDir,
        int topKPerLabel) {}
