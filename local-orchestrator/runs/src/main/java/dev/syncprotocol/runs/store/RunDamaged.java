package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/** Runs or tables that are not as they were written: all findings at once. */
public final class RunDamaged extends SyncException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** The failure of these findings, of which there is at least one. */
    public RunDamaged(String what, List<Finding> findings) {
        super(code(findings), what + ": " + count(findings));
        this.findings = List.copyOf(findings);
    }

    /** Everything wrong. */
    public List<Finding> findings() {
        return findings;
    }

    private static ErrorCode code(List<Finding> findings) {
        return findings.get(0).code();
    }

    private static String count(List<Finding> findings) {
        return findings.size() == 1 ? "1 thing is damaged" : findings.size() + " things are damaged";
    }
}
