package dev.syncprotocol.training;

/** The batch of each step, as a pure function of the step: there is no position to lose. */
public interface BatchSource {
    /** The accumulated batch of this step, from 1. */
    Batch at(long step);

    /** Where the step after this one begins. */
    DataPosition after(long step);
}
