package dev.syncprotocol.coordinator.readiness;

import dev.syncprotocol.protocol.ExternalNeed;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether a draft would be accepted at its place: the rules of the launch gate, asked before anything lies in the workspace.
 *
 * @param workspace where schemas that rules name are found
 * @param drafts the folder that holds the draft at the need's own path
 * @param gates the preflight; empty in a build without one
 */
public record DraftCheck(Path workspace, Path drafts, Optional<PreflightGates> gates) {
    /**
     * Every broken rule in our words; empty when the draft would satisfy the need.
     *
     * @throws SyncException {@code path_refused} where a link leads out of the drafts
     */
    public List<String> broken(ExternalNeed need) throws IOException {
        RepoPath path = need.path();
        Optional<ArtifactDigest> found = ArtifactDigest.of(drafts, path).filter(draft -> !draft.isEmpty());
        if (found.isEmpty()) {
            return List.of("nothing is at " + path);
        }
        if (path.isDirectory() != found.get().directory()) {
            return List.of(path + (path.isDirectory() ? " should be a folder and is a file" : " should be a file"));
        }
        return new AcceptCheck(drafts, workspace, gates).broken(path, need.accept(), found.get());
    }
}
