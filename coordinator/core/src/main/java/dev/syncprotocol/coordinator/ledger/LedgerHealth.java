package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/** What can stand between a repository and its ledger, looked at without a lock and without writing. */
public final class LedgerHealth {
    private final GitRepository git;

    /** The health of the ledger of this repository. */
    public LedgerHealth(GitRepository git) {
        this.git = git;
    }

    /** Why this repository cannot hold a ledger at all: its format, an extension, its owner. */
    public Optional<SyncException> unsupported() throws IOException {
        return refusal(git::refuseUnsupported);
    }

    /** A branch whose name is in the way, or a work tree that has the ledger checked out. Asked of a supported one only. */
    public Optional<SyncException> conflict() throws IOException {
        try (Repository repository = git.open()) {
            return refusal(() -> LedgerBranch.refuseConflicts(git, repository));
        }
    }

    /** That the branch is not where this clone saw it last: rewritten or truncated. */
    public Optional<SyncException> complaint() throws IOException {
        try (LedgerReader reader = LedgerReader.unpinned(git)) {
            return reader.complaint();
        }
    }

    /** Whether a lock file lies beside the branch: of git at work, or left by a killed process. */
    public boolean hasRefLock() {
        return Files.exists(LeftOverRefLock.file(git));
    }

    /** The remote-tracking branch that holds the ledger while the local branch is missing. */
    public Optional<String> onlyRemote() throws IOException {
        try (Repository repository = git.open()) {
            return LedgerBranch.isLocal(repository)
                    ? Optional.empty()
                    : LedgerBranch.remote(repository).map(Ref::getName);
        }
    }

    /** Objects that are in no pack: many of them make git slow. */
    public int looseObjects() throws IOException {
        int count = 0;
        for (Path folder : folders(git.commonDir().resolve("objects"))) {
            try (Stream<Path> files = Files.list(folder)) {
                count += (int) files.count();
            }
        }
        return count;
    }

    private static List<Path> folders(Path objects) throws IOException {
        try (Stream<Path> folders = Files.list(objects)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("[0-9a-f]{2}"))
                    .toList();
        }
    }

    /** A check that throws what it refuses. */
    private interface Check {
        void run() throws IOException;
    }

    private static Optional<SyncException> refusal(Check check) throws IOException {
        try {
            check.run();
            return Optional.empty();
        } catch (SyncException refused) {
            return Optional.of(refused);
        }
    }
}
