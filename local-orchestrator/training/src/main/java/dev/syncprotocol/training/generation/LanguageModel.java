package dev.syncprotocol.training.generation;

/** A model that says what comes next. Used by one thread. */
public interface LanguageModel extends AutoCloseable {
    /**
     * The logits of the token that follows these.
     *
     * @param tokens at least one; a model may remember the ones it was asked about before
     * @return one number for each token of the vocabulary
     */
    float[] next(int[] tokens);

    /** Frees what it holds outside the heap. */
    @Override
    void close();
}
