package dev.syncprotocol.runs.store;

/** A process that ends here. No code of ours catches an error like this one. */
final class Killed extends Error {
    private static final long serialVersionUID = 1L;
}
