package dev.syncprotocol.djl.training;

/** What becomes of the values inside a layer between the forward and the backward pass; the gradients are the same. */
enum Activations {
    /** They stay in memory. */
    KEPT,
    /** They are computed once more (gradient checkpointing, Chen et al. 2016): only each layer's input stays. */
    RECOMPUTED
}
