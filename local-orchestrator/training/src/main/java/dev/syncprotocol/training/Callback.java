package dev.syncprotocol.training;

/** Reacts to what the trainer did; never steers the arithmetic. A callback that throws fails the run (S3-6.4). */
public interface Callback extends AutoCloseable {
    /** After each step, in the order of the config's list. */
    void onStep(StepReport report);

    /** After the last step of this process: the run is finished, or was asked to stop. */
    void onEnd(StepReport last);

    /** Frees what it holds; called once, also after a failure. */
    @Override
    void close();
}
