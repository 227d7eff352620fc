package dev.syncprotocol.training.reference;

import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Optional;
import java.util.SortedMap;

/** A language model over one row of text at a time. */
interface RowModel {
    /**
     * What a model says of every position of a row.
     *
     * @param logits positions by vocabulary
     * @param values positions by 1, where there is a value head
     */
    record Output(Matrix logits, Optional<Matrix> values) {}

    /** What is trained, by the names of the file format. */
    SortedMap<String, Parameter> parameters();

    /** What the trained weights say of every position, with dropout in a training pass. */
    Output output(int[] tokens, Optional<Dropout> dropout, Tape tape);

    /**
     * What the weights the run began with say, without values.
     *
     * @throws IllegalStateException when no such weights are kept
     */
    Output referenceOutput(int[] tokens, Tape tape);

    /** Fingerprint of what it computes with and does not train. */
    Optional<Sha256> frozen();
}
