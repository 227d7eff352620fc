package dev.syncprotocol.protocol.error;

import java.util.Locale;

/** The stable word an error carries in JSON ({@code error.code}); the finer name under an {@link ErrorKind}. */
public enum ErrorCode {
    USAGE(ErrorKind.REFUSED),
    CONFIG_INVALID(ErrorKind.REFUSED),
    PLAN_INVALID(ErrorKind.REFUSED),
    PACKAGE_INVALID(ErrorKind.REFUSED),
    PATH_REFUSED(ErrorKind.REFUSED),
    SECRET_IN_TEXT(ErrorKind.REFUSED),
    PREFLIGHT_FAILED(ErrorKind.REFUSED),
    REPOSITORY_UNSUPPORTED(ErrorKind.REFUSED),
    NOT_A_WORKSPACE(ErrorKind.REFUSED),
    ROUND_CLOSED(ErrorKind.REFUSED),
    LEDGER_BRANCH_TAKEN(ErrorKind.REFUSED),
    KEY_MISSING(ErrorKind.REFUSED),
    KEY_REFUSED(ErrorKind.REFUSED),
    MODEL_REFUSED(ErrorKind.REFUSED),
    BUDGET_SPENT(ErrorKind.REFUSED),
    DRAFT_REFUSED(ErrorKind.REFUSED),
    PATH_TAKEN(ErrorKind.REFUSED),
    COMMAND_FAILED(ErrorKind.FAILED),
    CHECKPOINT_MISSING(ErrorKind.REFUSED),
    INPUTS_CHANGED(ErrorKind.REFUSED),
    CHECKPOINT_EXISTS(ErrorKind.REFUSED),
    METRICS_INVALID(ErrorKind.REFUSED),
    METRIC_UNDECLARED(ErrorKind.REFUSED),
    DIRTY_TREE(ErrorKind.REFUSED),
    NO_BEST(ErrorKind.REFUSED),
    PROTECTED_FILE(ErrorKind.REFUSED),
    DATA_INVALID(ErrorKind.FAILED),
    PREGEN_MISSING(ErrorKind.REFUSED),
    PREGEN_EMPTY(ErrorKind.REFUSED),
    PREGEN_UNPAIRED(ErrorKind.REFUSED),
    MINING_POOL_MISSING(ErrorKind.REFUSED),
    MINING_POOL_EMPTY(ErrorKind.REFUSED),
    LEAKAGE(ErrorKind.REFUSED),
    SILENT_DROP(ErrorKind.REFUSED),
    AMP_ALLOCATION_MISMATCH(ErrorKind.REFUSED),
    CSV_INVALID(ErrorKind.REFUSED),
    REFERENCE_MISSING(ErrorKind.REFUSED),
    KPI_UNDEFINED(ErrorKind.REFUSED),
    RECALL_UNREACHABLE(ErrorKind.REFUSED),
    ROUTING_EMPTY(ErrorKind.REFUSED),
    EMBEDDING_INVALID(ErrorKind.REFUSED),
    ENCODER_MISMATCH(ErrorKind.REFUSED),
    LABEL_FILTER_IMPOSSIBLE(ErrorKind.REFUSED),
    TRAIN_NO_CLASS(ErrorKind.REFUSED),
    PATH_RULE(ErrorKind.REFUSED),
    APPROVAL_REQUIRED(ErrorKind.REFUSED),
    APPROVAL_STALE(ErrorKind.REFUSED),
    ENGINE_UNAVAILABLE(ErrorKind.REFUSED),
    KPI_NOT_MET(ErrorKind.REFUSED),
    HARD_STOPPED(ErrorKind.REFUSED),
    TOKEN_USED(ErrorKind.CONFLICT),
    PREGEN_MUTATED(ErrorKind.INTEGRITY),
    MINING_POOL_REWRITTEN(ErrorKind.INTEGRITY),
    BENCHMARK_CHANGED(ErrorKind.INTEGRITY),
    LOG_CHAIN_BROKEN(ErrorKind.INTEGRITY),
    STATE_LOG_MISMATCH(ErrorKind.INTEGRITY),
    EVIDENCE_MISSING(ErrorKind.INTEGRITY),
    EVIDENCE_CHANGED(ErrorKind.INTEGRITY),
    /** In the process; of a container it is an {@link ErrorKind#ENGINE_FAILED} with the same word. */
    TRAIN_NO_STEPS(ErrorKind.FAILED),
    NEED_MISSING(ErrorKind.WAITING),
    MODEL_UNAVAILABLE(ErrorKind.WAITING),
    NOT_YOUR_TURN(ErrorKind.WAITING),
    TOO_EARLY(ErrorKind.WAITING),
    LAUNCH_RUNNING(ErrorKind.WAITING),
    RUN_OPEN(ErrorKind.WAITING),
    RUN_EXISTS(ErrorKind.CONFLICT),
    ALREADY_FINAL_OTHER_CONTENT(ErrorKind.CONFLICT),
    LOCK_MISMATCH(ErrorKind.CONFLICT),
    CRITERION_CHANGED(ErrorKind.CONFLICT),
    PLAN_CHANGED(ErrorKind.CONFLICT),
    NAME_TAKEN(ErrorKind.CONFLICT),
    PACKAGE_CONFLICT(ErrorKind.CONFLICT),
    RESTORE_CONFLICT(ErrorKind.CONFLICT),
    REPORT_CONFLICT(ErrorKind.CONFLICT),
    EXPECTATION_CONFLICT(ErrorKind.CONFLICT),
    LEDGER_DIVERGED(ErrorKind.CONFLICT),
    LOCKED(ErrorKind.LOCKED),
    DIGEST_MISMATCH(ErrorKind.INTEGRITY),
    SIGNATURE_BAD(ErrorKind.INTEGRITY),
    LEDGER_BROKEN(ErrorKind.INTEGRITY),
    LEDGER_REWRITTEN(ErrorKind.INTEGRITY),
    LEDGER_TRUNCATED(ErrorKind.INTEGRITY),
    CHECKPOINT_DAMAGED(ErrorKind.INTEGRITY),
    MISSING_FILE(ErrorKind.INTEGRITY),
    UNEXPECTED_FILE(ErrorKind.INTEGRITY),
    CHAIN_BROKEN(ErrorKind.INTEGRITY),
    MANIFEST_INVALID(ErrorKind.INTEGRITY),
    ENGINE_FAILED(ErrorKind.ENGINE_FAILED),
    ENGINE_LOST(ErrorKind.ENGINE_FAILED),
    TRAINING_FAILED(ErrorKind.FAILED),
    /** The run itself is final; its second copy was not made. */
    MIRROR_FAILED(ErrorKind.FAILED),
    SIMULATION_FAILED(ErrorKind.FAILED),
    IO(ErrorKind.FAILED),
    INTERRUPTED(ErrorKind.INTERRUPTED),
    INTERNAL(ErrorKind.FAILED);

    private final ErrorKind kind;

    ErrorCode(ErrorKind kind) {
        this.kind = kind;
    }

    /** The kind this code stands under, unless a failure says otherwise ({@link SyncException#endKind()}). */
    public ErrorKind kind() {
        return kind;
    }

    /** The word as it is written in JSON, for example {@code package_invalid}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
