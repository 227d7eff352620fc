package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.training.Batch;
import java.util.SortedMap;

/** A language model on libtorch: a pure function of its parameters and the tokens. */
interface TorchModel {
    /** Trained values by the names of the file format. */
    SortedMap<String, Parameter> parameters();

    /** Logits of every position, rows by columns by vocabulary. */
    NDArray logits(Batch batch, StepScope scope);
}
