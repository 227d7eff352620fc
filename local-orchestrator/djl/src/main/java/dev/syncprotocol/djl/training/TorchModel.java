package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.training.Batch;
import java.util.Optional;
import java.util.SortedMap;

/** A language model on libtorch: a pure function of its weights and the tokens. */
interface TorchModel {
    /** Trained values by the names of the file format. */
    SortedMap<String, Parameter> parameters();

    /** Logits of every position, rows by columns by vocabulary. */
    NDArray logits(Batch batch, Pass pass, StepScope scope);

    /** Fingerprint of what it computes with and does not train. */
    Optional<Sha256> frozen();
}
