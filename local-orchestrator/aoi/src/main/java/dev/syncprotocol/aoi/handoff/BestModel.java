package dev.syncprotocol.aoi.handoff;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.protocol.json.SyncJson;

/**
 * {@code best_model.json}: exactly seven fields, in this order (specification §8.11).
 *
 * @param checkpoint absolute path of the weights
 * @param threshold NG when a score is strictly greater
 * @param farPct percent of good boards flagged at it
 * @param iteration the phase that won
 * @param backbone absolute path of the pretrained weights; their folder when it holds none
 * @param imagesDir absolute path of the image root the model was evaluated against
 * @param trainingSpec absolute path of the specification it was trained from
 */
record BestModel(
        String checkpoint,
        double threshold,
        double farPct,
        String iteration,
        String backbone,
        String imagesDir,
        String trainingSpec) {
    ObjectNode tree() {
        return SyncJson.object()
                .put("checkpoint", checkpoint)
                .put("threshold", StoredThreshold.shortest(threshold))
                .put("far_pct", StoredThreshold.shortest(farPct))
                .put("iteration", iteration)
                .put("backbone", backbone)
                .put("images_dir", imagesDir)
                .put("training_spec", trainingSpec);
    }
}
