package dev.syncprotocol.training;

import java.util.OptionalInt;

/** Text to the tokens of a model and back. Used by one thread. */
public interface Tokenizer extends AutoCloseable {
    /** The tokens of a text, without {@link #bos()} or {@link #eos()}. */
    int[] encode(String text);

    /** The text of these tokens; special ones are left out. */
    String decode(int[] tokens);

    /** One more than the largest token: what a model's vocabulary must hold. */
    int size();

    /** Begins a row; empty where the model's rows begin with their text. */
    OptionalInt bos();

    /** Ends an answer. */
    int eos();

    /** Fills short rows. */
    int pad();

    /** Frees what it holds outside the heap. */
    @Override
    default void close() {}
}
