package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.TokenGrid;
import java.util.Optional;
import java.util.SortedMap;

/** A language model on libtorch: a pure function of its weights and the tokens. */
interface TorchModel {
    /** Trained values by the names of the file format. */
    SortedMap<String, Parameter> parameters();

    /**
     * What the last layer makes of new tokens, rows by new columns by width.
     *
     * @param tokens the new columns
     * @param firsts the first column of each row that is no padding
     * @param past the columns before them
     */
    NDArray hidden(TokenGrid tokens, int[] firsts, Past past, Pass pass, StepScope scope);

    /** Logits of hidden states: the same axes, the vocabulary in place of the width. */
    NDArray head(NDArray hidden, Pass pass);

    /**
     * Values of hidden states, positions by width to positions by 1.
     *
     * @throws IllegalStateException without a value head
     */
    NDArray values(NDArray hidden, Pass pass);

    /** Fingerprint of what it computes with and does not train. */
    Optional<Sha256> frozen();

    /** Whether layers are computed a second time for the backward pass. */
    default boolean recomputes() {
        return false;
    }

    /** What the last layer makes of a batch, rows by columns by width. */
    default NDArray hidden(Batch batch, Pass pass, StepScope scope) {
        int[] firsts = batch.spans().stream().mapToInt(Batch.Span::from).toArray();
        return hidden(batch.inputIds(), firsts, Past.NONE, pass, scope);
    }

    /** Logits of every position, rows by columns by vocabulary. */
    default NDArray logits(Batch batch, Pass pass, StepScope scope) {
        return head(hidden(batch, pass, scope), pass);
    }
}
