package dev.syncprotocol.aoi.spec;

import java.util.Optional;

/**
 * The {@code model} block.
 *
 * @param backbone {@code model.backbone.type}; {@code sync_siamese_small} is the embedded engine's own
 * @param backboneFile {@code pretrained_backbone_path}
 * @param freezeBackbone whether the encoder's weights stay
 * @param difference how the two feature maps are compared
 * @param trainMargin margin of the contrastive loss
 * @param evalMargin the threshold an inference specification carries
 * @param embedDimensions {@code embed_dec}: width of the euclidean embedding
 * @param differenceModules {@code learnable_difference_modules}, 1 to 4
 */
public record ModelSettings(
        String backbone,
        Optional<String> backboneFile,
        boolean freezeBackbone,
        Difference difference,
        double trainMargin,
        double evalMargin,
        int embedDimensions,
        int differenceModules) {
    /** How two feature maps are compared. */
    public enum Difference {
        LEARNABLE,
        EUCLIDEAN
    }
}
