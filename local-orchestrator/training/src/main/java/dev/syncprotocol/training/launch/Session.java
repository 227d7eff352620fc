package dev.syncprotocol.training.launch;

import dev.syncprotocol.protocol.error.SyncException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One training, from a configuration that was read to its end: by an engine of this process, or by an outside trainer. */
interface Session {
    /**
     * How it ended.
     *
     * @param finished whether it is done; otherwise it was asked to stop
     * @param step the last step of this process; empty when there was none
     * @param loss of that step
     */
    record Ending(boolean finished, Optional<Long> step, Optional<Double> loss) {
        /** It was finished before, and nothing was written (CK-6). */
        static final Ending BEFORE = new Ending(true, Optional.empty(), Optional.empty());
    }

    /** What a process is told as soon as it is known. */
    interface Progress {
        /** The run begins after this many steps. */
        void beginsAfter(long step, long maxSteps);
    }

    /**
     * Runs.
     *
     * @param stop asked again and again; true = save and end
     * @throws SyncException of any kind; {@link dev.syncprotocol.training.TrainingFailure} once training has begun
     */
    Ending run(BooleanSupplier stop, Progress progress);

    /** The newest checkpoint of this run's output folder, as reports name it. */
    Optional<String> newestCheckpoint();

    /** Whether a run that was stopped after this step can go on from a complete checkpoint. */
    boolean saved(long step);
}
