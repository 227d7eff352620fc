package dev.syncprotocol.training.checkpoint;

/** The moments of a save between which a crash must do no harm (CK-2); tests stop the save at each. */
enum SavePoint {
    BEFORE,
    FILES_WRITTEN,
    MANIFEST_WRITTEN,
    RENAMED,
    LATEST_REPLACED,
    CHAINED,
    TRASHED,
    AFTER
}
