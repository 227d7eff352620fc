package dev.syncprotocol.gates.weights;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;

/**
 * The penalty for asking back too often: {@code 0 if needs_clarification or c <= 0 else alpha min(c, cap)}, taken from the
 * main reward once an episode, before whitening or group normalisation (S2-2.4b, preflight.md section 5.10).
 *
 * @param alpha reward lost a question, at least 0
 * @param cap questions that count at most, at least 0
 */
public record OverclarPenalty(double alpha, int cap) {
    /** alpha 0.07, cap 3, as the seed advises. */
    public static final OverclarPenalty SEED = new OverclarPenalty(0.07, 3);

    /** Refuses negative and unbounded parts, {@code config_invalid}. */
    public OverclarPenalty {
        if (!(alpha >= 0) || Double.isInfinite(alpha) || cap < 0) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    "overclar_penalty wants alpha >= 0 and cap >= 0, found " + alpha + ", " + cap);
        }
    }

    /**
     * What is taken from the reward.
     *
     * @param clarifications how many questions were asked back; {@code data_invalid} below 0
     * @param needed whether the task was vague, so that asking was right
     */
    public double of(int clarifications, boolean needed) {
        if (clarifications < 0) {
            throw new SyncException(ErrorCode.DATA_INVALID, "a count of questions below 0: " + clarifications);
        }
        return needed ? 0 : alpha * Math.min(clarifications, cap);
    }
}
