package dev.syncprotocol.training;

import java.util.Optional;

/** Reacts to what the trainer did; never steers the arithmetic. A callback that throws fails the run (S3-6.4). */
public interface Callback extends AutoCloseable {
    /** After each step, in the order of the config's list. */
    void onStep(StepReport report);

    /** After an evaluation that a callback made at this step, before those behind it in the list hear of the step. */
    default void onEvaluation(long step, EvalStats stats) {}

    /** Why the run ends here, before its last step; empty to go on. Asked before the first step and after each one. */
    default Optional<String> endsEarly() {
        return Optional.empty();
    }

    /** After the last step of this process: the run is finished, or was asked to stop. */
    void onEnd(StepReport last);

    /** Frees what it holds; called once, also after a failure. */
    @Override
    void close();
}
