package dev.syncprotocol.gates.rc1;

import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;
import java.util.stream.Collectors;

/** A gate of the preflight failed: exit 2, every failing check of it named. */
public final class PreflightFailed extends SyncException {
    private static final long serialVersionUID = 1L;

    private final transient List<GateResult> failed;

    /** These gates failed; at least one. */
    public PreflightFailed(List<GateResult> failed) {
        super(
                ErrorCode.PREFLIGHT_FAILED,
                failed.stream().map(PreflightFailed::words).collect(Collectors.joining("; ")),
                null,
                null,
                List.of(),
                List.of("sync preflight --help"));
        this.failed = List.copyOf(failed);
    }

    /** The gates that failed. */
    public List<GateResult> failed() {
        return failed;
    }

    private static String words(GateResult result) {
        int checks = result.failures().size();
        String first =
                result.failures().stream().findFirst().map(Finding::words).orElse("");
        return "gate " + result.name() + " failed, " + checks + (checks == 1 ? " check: " : " checks: ") + first;
    }
}
