package dev.syncprotocol.training;

/** What a row of a batch is to its strategy. Rows of one example stand together, in the order of {@link ExampleForm}. */
public enum RowRole {
    /** An answer to learn. */
    ANSWER,
    /** The better answer of a pair. */
    CHOSEN,
    /** The worse answer of the same pair. */
    REJECTED,
    /** An answer that is wanted. */
    DESIRABLE,
    /** An answer that is not wanted. */
    UNDESIRABLE,
    /** A prompt with the answer of another row: measured, never learned. */
    MISMATCHED
}
