package dev.syncprotocol.djl.training;

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
     * @param backward adds the gradient of this share of the loss to the parameters; at most once, where it was recorded
     * @param loss the share itself
     * @param figures shares of the logged means, by name
     */
    record Share(Runnable backward, double loss, Map<String, Double> figures) {
        /** Of rows without anything to learn from. */
        static final Share NOTHING = new Share(() -> {}, 0, Map.of());
    }
}
