package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.protocol.error.ErrorCode;
import java.util.EnumSet;
import java.util.Set;

/** Which failures stop a run for good: they are logged, never retried, and leave no hand-off (specification §6.2, §10.6). */
final class HardStops {
    private static final Set<ErrorCode> NAMES = EnumSet.of(
            ErrorCode.PREGEN_MISSING,
            ErrorCode.PREGEN_EMPTY,
            ErrorCode.PREGEN_UNPAIRED,
            ErrorCode.MINING_POOL_MISSING,
            ErrorCode.MINING_POOL_EMPTY,
            ErrorCode.PREGEN_MUTATED,
            ErrorCode.MINING_POOL_REWRITTEN,
            ErrorCode.LEAKAGE,
            ErrorCode.SILENT_DROP,
            ErrorCode.AMP_ALLOCATION_MISMATCH,
            ErrorCode.CSV_INVALID,
            ErrorCode.REFERENCE_MISSING,
            ErrorCode.KPI_UNDEFINED,
            ErrorCode.RECALL_UNREACHABLE,
            ErrorCode.ROUTING_EMPTY,
            ErrorCode.EMBEDDING_INVALID,
            ErrorCode.ENCODER_MISMATCH,
            ErrorCode.LABEL_FILTER_IMPOSSIBLE,
            ErrorCode.TRAIN_NO_STEPS,
            ErrorCode.TRAIN_NO_CLASS,
            ErrorCode.BENCHMARK_CHANGED,
            ErrorCode.PATH_RULE);
    private static final Set<ErrorCode> ENGINE = EnumSet.of(
            ErrorCode.ENGINE_FAILED,
            ErrorCode.ENGINE_LOST,
            ErrorCode.ENGINE_UNAVAILABLE,
            ErrorCode.TRAINING_FAILED,
            ErrorCode.CHECKPOINT_DAMAGED);

    private HardStops() {}

    static boolean isHardStop(ErrorCode code) {
        return NAMES.contains(code);
    }

    /** Whether a failure ends the run: a hard stop, or a failure of the engine. Everything else leaves the run as it is, to be resumed. */
    static boolean ends(ErrorCode code) {
        return isHardStop(code) || ENGINE.contains(code);
    }

    /** The reason in the log. */
    static String reason(ErrorCode code) {
        return isHardStop(code) ? "hard_stop:" + code.word() : "error";
    }
}
