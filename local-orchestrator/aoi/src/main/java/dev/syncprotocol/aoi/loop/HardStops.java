package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.log.EntryStatus;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.StageRecord;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
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

    /** What the log's lines say of a failure that ends the run: the state's {@code stop}. */
    static ObjectNode stop(ErrorCode code) {
        return SyncJson.object()
                .put("reason", reason(code))
                .put("code", code.word())
                .put("kpi_met", false);
    }

    /**
     * Appends the log's last line of a run that failed for good, where its last line is the failed stage's: a process may die between the two.
     *
     * @return whether the line was missing
     */
    static boolean complete(LoopLog log) throws IOException {
        Optional<LogEntry> failed =
                log.read().last().filter(entry -> !entry.ok() && entry.stage() != LoopStage.LOOP_STOP);
        if (failed.isPresent()) {
            ObjectNode stop = (ObjectNode) failed.get().record().set().path(DeftState.STOPS);
            log.append(new StageRecord(
                    failed.get().phase(),
                    LoopStage.LOOP_STOP,
                    EntryStatus.ERROR,
                    stop.path("reason").asText(),
                    0,
                    stop,
                    List.of()));
        }
        return failed.isPresent();
    }

    /** The reason in the log. */
    private static String reason(ErrorCode code) {
        return isHardStop(code) ? "hard_stop:" + code.word() : "error";
    }
}
