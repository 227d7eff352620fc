package dev.syncprotocol.coordinator.readiness;

import dev.syncprotocol.protocol.digest.RepoPath;
import java.nio.file.Path;

/** The preflight, as the coordinator asks it (port; wired by the command line, faked in tests). */
public interface PreflightGates {
    /**
     * Whether an artifact passes the preflight gate that an {@code accept} rule names.
     *
     * @param gate the gate's name, for example {@code diversity}
     * @param artifact the file or directory, inside the workspace and already verified by digest
     */
    Verdict artifact(String gate, Path artifact);

    /**
     * Whether a preflight ticket is valid for these very inputs.
     *
     * @param workspace the workspace
     * @param ticket where the config expects the ticket
     * @param config the training config
     */
    Verdict ticket(Path workspace, RepoPath ticket, RepoPath config);

    /**
     * What the preflight says.
     *
     * @param passed whether it lets pass
     * @param reason one sentence: what was measured, and the limit
     */
    record Verdict(boolean passed, String reason) {}
}
