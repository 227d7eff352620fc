package dev.syncprotocol.training;

/** The batch of each step, as a pure function of the step: there is no position to lose. */
public interface BatchSource {
    /** The accumulated batch of this step, from 1. */
    Batch at(long step);

    /** Passes over the data after this step, as a fraction. */
    double epochAfter(long step);
}
