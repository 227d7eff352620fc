package dev.syncprotocol.coordinator;

import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which artifacts are to be brought back from the ledger.
 *
 * @param round only those of this round's packages; empty for every round, of which the newest record of a path counts
 * @param party only those of this party's packages
 * @param to a new or empty folder; empty for the workspace itself
 * @param paths only artifacts at or below these paths; empty for all
 */
public record RestoreRequest(
        Optional<RoundNumber> round, Optional<Party> party, Optional<Path> to, List<RepoPath> paths) {
    public RestoreRequest {
        paths = List.copyOf(paths);
    }
}
