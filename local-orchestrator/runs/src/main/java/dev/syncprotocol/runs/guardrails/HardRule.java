package dev.syncprotocol.runs.guardrails;

import dev.syncprotocol.protocol.error.ErrorCode;
import java.util.List;

/** The ten hard rules (run-store.md section 3.4), each with the refusals by which the commands enforce it. */
public enum HardRule {
    /** Nothing of a run is overwritten. */
    NEVER_OVERWRITE("S0-4.1", "", ErrorCode.RUN_EXISTS, ErrorCode.ALREADY_FINAL_OTHER_CONTENT),
    /** A run begins before anything is computed. */
    BEGIN_FIRST("S0-4.2", "sync runs new --config FILE", ErrorCode.CONFIG_INVALID, ErrorCode.RUN_EXISTS),
    /** Metrics are logged while they are made. */
    LOG_METRICS("S0-4.3", "", ErrorCode.METRICS_INVALID, ErrorCode.METRIC_UNDECLARED),
    /** Checkpoints have their step in their name. */
    SAVE_STEPS("S0-4.4", ""),
    /** The best of a run is a copy. */
    COPY_BEST("S0-4.5", "sync runs finish --exp-dir DIR", ErrorCode.NO_BEST),
    /** Nobody else writes it. */
    LEAVE_BEST("S0-4.6", "", ErrorCode.DIGEST_MISMATCH, ErrorCode.PROTECTED_FILE),
    /** The showcase moves only upwards. */
    SHOW_BEST("S0-4.7", "sync runs best --history", ErrorCode.CRITERION_CHANGED),
    /** The policy of saving stands in the lock. */
    KEEP_POLICY("S0-4.8", "", ErrorCode.LOCK_MISMATCH),
    /** Cleaning up is planned. */
    PLAN_CLEANUP(
            "S0-4.9",
            "sync runs cleanup --exp-dir DIR --save-plan FILE",
            ErrorCode.PLAN_CHANGED,
            ErrorCode.PROTECTED_FILE),
    /** The whole order, and all output logged. */
    KEEP_ORDER("S0-4.10", "");

    private final String id;
    private final String command;
    private final List<ErrorCode> refusals;

    HardRule(String id, String command, ErrorCode... refusals) {
        this.id = id;
        this.command = command;
        this.refusals = List.of(refusals);
    }

    /** The clause, for example {@code S0-4.1}. */
    public String id() {
        return id;
    }

    /** The command that obeys it; empty where there is no single one. */
    public String command() {
        return command;
    }

    /** How a breach is answered; empty where only people can see one. */
    public List<ErrorCode> refusals() {
        return refusals;
    }
}
