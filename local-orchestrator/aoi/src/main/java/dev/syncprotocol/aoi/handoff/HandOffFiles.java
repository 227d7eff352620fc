package dev.syncprotocol.aoi.handoff;

import java.nio.file.Path;

/**
 * A hand-over that was written.
 *
 * @param model {@code best_model.json}
 * @param inferenceSpec {@code best_model_inference_spec.yaml}
 * @param phase the phase that won: lowest FAR, the earliest of equals
 * @param checkpoint its weights, absolute
 * @param threshold the operating threshold, as it was read back and proven
 * @param farPct percent of good boards flagged at it
 */
public record HandOffFiles(
        Path model, Path inferenceSpec, String phase, String checkpoint, double threshold, double farPct) {}
