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
                failed.stream().map(PreflightFailed::again).distinct().toList());
        this.failed = List.copyOf(failed);
    }

    /** The gates that failed. */
    public List<GateResult> failed() {
        return failed;
    }

    /** The command that asks this gate again, once what it found is mended. */
    private static String again(GateResult result) {
        String step = switch (result.name()) {
            case "probe" -> "probe-scorer --live";
            case "anti_simulation" -> "assert-not-simulated";
            case "shadow" -> "shadow-run";
            case "pool" -> "build-pool";
            case "diversity", "leak" -> "validate-pool";
            case "metrics", "calibration" -> "difficulty-metrics";
            case "bucketize" -> "bucketize";
            case "difficulty" -> "validate-difficulty";
            case "weights", "penalty" -> "check-weights";
            case "round1" -> "round1";
            default -> "run";
        };
        return "sync preflight " + step;
    }

    private static String words(GateResult result) {
        int checks = result.failures().size();
        String first =
                result.failures().stream().findFirst().map(Finding::words).orElse("");
        return "gate " + result.name() + " failed, " + checks + (checks == 1 ? " check: " : " checks: ") + first;
    }
}
