package dev.syncprotocol.training.reference;

import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Optional;
import java.util.SortedMap;

/** A language model over one row of text at a time. */
interface RowModel {
    /** What is trained, by the names of the file format. */
    SortedMap<String, Parameter> parameters();

    /** Logits of every position, positions by vocabulary, with dropout in a training pass. */
    Matrix logits(int[] tokens, Optional<Dropout> dropout, Tape tape);

    /**
     * The same under the weights the run began with.
     *
     * @throws IllegalStateException when no such weights are kept
     */
    Matrix referenceLogits(int[] tokens, Tape tape);

    /** Fingerprint of what it computes with and does not train. */
    Optional<Sha256> frozen();
}
