package dev.syncprotocol.training;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/** A run that stopped because something in it failed, with where and on which rows. */
public final class TrainingFailure extends SyncException {
    private static final long serialVersionUID = 1L;

    private final Stage stage;
    private final long step;
    private final transient List<String> batchIds;

    /**
     * A failure inside a plug-in or the arithmetic.
     *
     * @param step number of the step in progress; 0 before the first
     * @param batchIds rows of its batch; empty where there is none yet
     */
    public TrainingFailure(Stage stage, long step, List<String> batchIds, String message, Throwable cause) {
        super(codeOf(cause), message, cause);
        this.stage = stage;
        this.step = step;
        this.batchIds = List.copyOf(batchIds);
    }

    /** A loss or gradient norm that is no number (S3-6.3: names the rows of the batch). */
    public static TrainingFailure notFinite(long step, StepStats stats, List<String> batchIds) {
        String message = "step " + step + ": loss " + stats.loss() + ", gradient norm " + stats.gradNorm() + "; rows "
                + String.join(", ", batchIds);
        return new TrainingFailure(Stage.ENGINE, step, batchIds, message, new ArithmeticException(message));
    }

    /** Where it happened. */
    public Stage stage() {
        return stage;
    }

    /** The step in progress; 0 before the first. */
    public long step() {
        return step;
    }

    /** Rows of the batch in progress, {@code file:line}. */
    public List<String> batchIds() {
        return batchIds;
    }

    /** What was already said precisely keeps its code. */
    private static ErrorCode codeOf(Throwable cause) {
        return cause instanceof SyncException known ? known.code() : ErrorCode.TRAINING_FAILED;
    }
}
