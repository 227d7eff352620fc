package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.training.Batch;
import java.util.Map;

/** One objective over one accumulated batch: what each micro-batch contributes. */
interface Work {
    /** Batch rows that are never cut apart. */
    int rowsPerExample();

    /** What the means of the whole batch are over: its labels or its examples. */
    long count();

    /**
     * What these rows contribute; recorded where the caller records.
     *
     * @param micro rows of whole examples, without columns in which every row is padding
     */
    Share share(Batch micro, Pass pass, StepScope scope);

    /**
     * A contribution; those of all micro-batches add up.
     *
     * @param slope a scalar whose gradient is the gradient of the loss
     * @param loss the loss itself
     * @param figures shares of the logged means, by name
     */
    record Share(NDArray slope, double loss, Map<String, Double> figures) {}
}
