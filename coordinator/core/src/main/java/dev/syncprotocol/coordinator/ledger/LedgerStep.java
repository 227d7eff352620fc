package dev.syncprotocol.coordinator.ledger;

/**
 * The steps of a write in the order they are taken (interfaces.md section 8.2). Whoever hears of a step hears of it right
 * after it was done; a writer that dies there must leave the old state or the new one.
 */
public enum LedgerStep {
    /** The in-process lock and the OS lock are held. */
    LOCK_TAKEN,
    /** The event file and the small contents beside it are objects on disk. */
    BLOB_WRITTEN,
    /** So are the folders on their paths. */
    TREE_WRITTEN,
    /** So is the commit. */
    COMMIT_WRITTEN,
    /** Every object is flushed. */
    FLUSHED,
    /** The file beside the ref that keeps every other writer away is made. */
    REF_LOCK_TAKEN,
    /** The branch stands at the new commit: from here on the record exists. */
    REF_UPDATED,
    /** This clone remembers the new head. */
    HEAD_PINNED,
    /** Both locks are given back. */
    UNLOCKED
}
