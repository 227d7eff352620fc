package dev.syncprotocol.aoi.handoff;

import dev.syncprotocol.aoi.choice.PhaseChoice;
import java.nio.file.Path;

/**
 * A hand-over that was written.
 *
 * @param model {@code best_model.json}
 * @param inferenceSpec {@code best_model_inference_spec.yaml}
 * @param notes {@code best_model.md}: why this phase, and what speaks against it
 * @param phase the phase that won: lowest FAR, the earliest of equals
 * @param checkpoint its weights, absolute
 * @param threshold the operating threshold, as it was read back and proven
 * @param farPct percent of good boards flagged at it
 * @param choice why it is this phase, and what the frozen benchmark says of that
 */
public record HandOffFiles(
        Path model,
        Path inferenceSpec,
        Path notes,
        String phase,
        String checkpoint,
        double threshold,
        double farPct,
        PhaseChoice choice) {}
