package dev.syncprotocol.aoi.pool;

import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to stage and where.
 *
 * @param workspace where the inputs are
 * @param pictures lights and extension of the specification
 * @param resultsDir {@code ${RESULTS_DIR}}, absolute, below the workspace
 * @param outputDir where the files of {@code synth_pool} are written now: that folder or a temporary one that is moved there; exists
 * @param embedder the embedder's name, for the manifest
 * @param siglipModel the SigLIP model, when that is the embedder
 */
public record PrestageOrder(
        AoiWorkspace workspace,
        Pictures pictures,
        Path resultsDir,
        Path outputDir,
        String embedder,
        Optional<String> siglipModel) {}
