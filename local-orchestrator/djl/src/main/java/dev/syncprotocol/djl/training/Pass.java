package dev.syncprotocol.djl.training;

/** What a forward pass is for: it decides about dropout and about which weights are used. */
enum Pass {
    /** The trained weights, with dropout where a model has any. */
    TRAINING,
    /** The trained weights, without dropout. */
    MEASURING,
    /** The weights the run began with: the base without its adapter, or a frozen copy. */
    REFERENCE
}
