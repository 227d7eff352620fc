package dev.syncprotocol.training.reference;

import dev.syncprotocol.training.Batch;
import java.util.Map;
import java.util.Optional;

/** One objective over one accumulated batch. */
interface Work {
    /** Batch rows that are never cut apart. */
    int rowsPerExample();

    /** What the means of the whole batch are over: its labels or its examples. */
    long count();

    /** What these rows of whole examples contribute. */
    Share share(Batch micro, Optional<Dropout> dropout);

    /**
     * A contribution; those of all micro-batches add up.
     *
     * @param loss its part of the loss
     * @param figures shares of the logged means, by name
     * @param forward what it came from, the slopes by the logits filled in
     */
    record Share(double loss, Map<String, Double> figures, Forward forward) {}
}
