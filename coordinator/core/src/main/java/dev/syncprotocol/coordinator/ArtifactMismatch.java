package dev.syncprotocol.coordinator;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What lies in the workspace has other digests than declared or pinned. Exit 6: waiting does not help. */
public final class ArtifactMismatch extends SyncException {
    private static final long serialVersionUID = 1L;

    private final transient List<Difference> differences;

    /**
     * One artifact that differs.
     *
     * @param name the artifact's or need's name
     * @param path where it lies
     * @param expected the digest declared or pinned; empty when only the size is declared and differs
     * @param found the digest of what lies there; empty when nothing does
     * @param reason one sentence
     */
    public record Difference(
            String name, RepoPath path, Optional<Sha256> expected, Optional<Sha256> found, String reason) {}

    ArtifactMismatch(List<Difference> differences) {
        super(
                ErrorCode.DIGEST_MISMATCH,
                differences.stream().map(Difference::reason).collect(Collectors.joining("; ")),
                null,
                "put the declared bytes back, or have the other party hand over a package that declares the new ones",
                List.of(),
                List.of("sync explain", "sync verify"));
        this.differences = List.copyOf(differences);
    }

    /** Every artifact that differs. */
    public List<Difference> differences() {
        return differences;
    }
}
