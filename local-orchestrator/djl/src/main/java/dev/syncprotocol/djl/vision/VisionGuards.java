package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.ModelSettings.Difference;
import dev.syncprotocol.aoi.spec.TrainSettings.Loss;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;

/** What this engine refuses to train or to score with, each before anything is written. */
final class VisionGuards {
    private VisionGuards() {}

    /**
     * Refuses a specification for another network.
     *
     * @throws SyncException {@code config_invalid}
     */
    static void requireOurs(ChangeNetSpec spec) {
        String backbone = spec.model().backbone();
        if (!Structure.ARCHITECTURE.equals(backbone)) {
            throw new SyncException(
                            ErrorCode.CONFIG_INVALID,
                            "model.backbone.type is " + backbone + "; the embedded engine trains only "
                                    + Structure.ARCHITECTURE + " and replaces no backbone on its own")
                    .withHint("write " + Structure.ARCHITECTURE
                            + " into the specification, or allow the substitution: --allow-backbone-substitution");
        }
        require(
                spec.dataset().goldens() == 1,
                "num_golden is " + spec.dataset().goldens() + "; this engine compares with 1");
        boolean euclidean = spec.model().difference() == Difference.EUCLIDEAN;
        boolean contrastive = spec.train().loss() == Loss.CONTRASTIVE;
        require(
                euclidean == contrastive,
                "difference_module " + spec.model().difference() + " does not go with loss "
                        + spec.train().loss() + ": learnable needs ce, euclidean needs contrastive");
        require(
                spec.model().differenceModules() >= 1 && spec.model().differenceModules() <= Encoder.BLOCKS.size(),
                "learnable_difference_modules is " + spec.model().differenceModules() + ", expected 1 to 4");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, otherwise);
        }
    }
}
