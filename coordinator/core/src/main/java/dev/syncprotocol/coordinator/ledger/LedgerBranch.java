package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/** The branch {@code sync/ledger}: where it stands, and what would make writing it unsafe. */
final class LedgerBranch {
    static final String NAME = "refs/heads/sync/ledger";
    private static final String REMOTES = "refs/remotes/";
    private static final String REMOTE_SUFFIX = "/sync/ledger";

    private LedgerBranch() {}

    /**
     * Where the ledger stands: the local branch, or in a fresh clone the one a remote brought along. Of several remotes
     * {@code origin} counts.
     */
    static Optional<ObjectId> head(Repository repository) throws IOException {
        Ref local = repository.exactRef(NAME);
        return local != null
                ? Optional.of(local.getObjectId())
                : remote(repository).map(Ref::getObjectId);
    }

    /** Whether the local branch exists. */
    static boolean isLocal(Repository repository) throws IOException {
        return repository.exactRef(NAME) != null;
    }

    /** The remote-tracking branch that holds the ledger; {@code origin} before others. */
    static Optional<Ref> remote(Repository repository) throws IOException {
        Ref origin = repository.exactRef(REMOTES + "origin" + REMOTE_SUFFIX);
        if (origin != null) {
            return Optional.of(origin);
        }
        return repository.getRefDatabase().getRefsByPrefix(REMOTES).stream()
                .filter(ref -> ref.getName().endsWith(REMOTE_SUFFIX))
                .findFirst();
    }

    /**
     * Refuses names in the way and work trees that have the branch checked out. Asked before writing, because JGit answers
     * a name conflict with the same LOCK_FAILURE as a lost race, for ever (interfaces.md section 8.3).
     */
    static void refuseConflicts(GitRepository git, Repository repository) throws IOException {
        Collection<String> conflicts = repository.getRefDatabase().getConflictingNames(NAME);
        if (!conflicts.isEmpty()) {
            String branch = conflicts.iterator().next().replaceFirst("^refs/heads/", "");
            throw refused(
                    "a branch named " + branch + " stands in the way of sync/ledger",
                    "rename it, for example: git branch -m " + branch + " " + branch.replace('/', '-') + "-work");
        }
        for (Path head : heads(git)) {
            if (Files.readString(head).strip().equals("ref: " + NAME)) {
                throw refused(
                        "sync/ledger is checked out in a work tree, where every record would show as a deleted file",
                        "switch that work tree to another branch: git switch -");
            }
        }
    }

    private static List<Path> heads(GitRepository git) throws IOException {
        List<Path> heads = new ArrayList<>(List.of(git.commonDir().resolve("HEAD")));
        Path worktrees = git.commonDir().resolve("worktrees");
        if (Files.isDirectory(worktrees)) {
            try (Stream<Path> folders = Files.list(worktrees)) {
                folders.map(folder -> folder.resolve("HEAD"))
                        .filter(Files::isRegularFile)
                        .forEach(heads::add);
            }
        }
        return heads;
    }

    private static SyncException refused(String message, String hint) {
        return new SyncException(ErrorCode.LEDGER_BRANCH_TAKEN, message, null, hint, List.of(), List.of("sync status"));
    }
}
