package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * Where the git repository of a workspace lies. Finding it opens nothing.
 *
 * @param workTree the top of the work tree
 * @param gitDir the repository's own folder; for a linked work tree the one inside {@code worktrees/}
 * @param commonDir the folder all work trees share; refs, objects and the ledger's lock live there
 */
public record GitRepository(Path workTree, Path gitDir, Path commonDir) {
    private static final String GITDIR_PREFIX = "gitdir:";

    /** The repository whose work tree holds this folder; empty when there is none. */
    public static Optional<GitRepository> around(Path start) throws IOException {
        for (Path folder = start.toRealPath(); folder != null; folder = folder.getParent()) {
            Optional<GitRepository> found = at(folder);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The repository whose work tree begins exactly here; empty when there is none. */
    public static Optional<GitRepository> at(Path folder) throws IOException {
        Path dotGit = folder.resolve(".git");
        if (Files.isRegularFile(dotGit)) {
            return linked(folder, dotGit);
        }
        return Files.isRegularFile(dotGit.resolve("HEAD"))
                ? Optional.of(new GitRepository(folder, dotGit, common(dotGit)))
                : Optional.empty();
    }

    private static Optional<GitRepository> linked(Path folder, Path dotGit) throws IOException {
        String pointer = Files.readString(dotGit).strip();
        if (!pointer.startsWith(GITDIR_PREFIX)) {
            return Optional.empty();
        }
        Path gitDir = folder.resolve(pointer.substring(GITDIR_PREFIX.length()).strip())
                .normalize();
        return Optional.of(new GitRepository(folder, gitDir, common(gitDir)));
    }

    private static Path common(Path gitDir) throws IOException {
        Path pointer = gitDir.resolve("commondir");
        return Files.isRegularFile(pointer)
                ? gitDir.resolve(Files.readString(pointer).strip()).normalize()
                : gitDir;
    }

    /** Makes an empty repository whose work tree is this folder, with the initial branch {@code main}. */
    public static GitRepository create(Path folder) throws IOException {
        QuietSystemReader.install();
        File gitDir = folder.resolve(".git").toFile();
        try (Repository repository = new FileRepositoryBuilder()
                .setGitDir(gitDir)
                .setInitialBranch("main")
                .build()) {
            repository.create();
        } catch (org.eclipse.jgit.api.errors.InvalidRefNameException e) {
            throw new IllegalStateException("main is a branch name", e);
        }
        return at(folder.toRealPath()).orElseThrow(() -> new IOException("no repository was made at " + folder));
    }

    /**
     * Refuses, before anything is written, a repository that JGit would damage or that git itself would refuse.
     *
     * @throws SyncException {@link ErrorCode#REPOSITORY_UNSUPPORTED}
     */
    public void refuseUnsupported() throws IOException {
        RepositoryCheck.refuseUnknownFormat(this);
        RepositoryCheck.refuseForeignOwner(this);
    }

    /** Opens it; the caller closes. */
    Repository open() throws IOException {
        QuietSystemReader.install();
        return new FileRepositoryBuilder()
                .setGitDir(gitDir.toFile())
                .setGitCommonDir(commonDir.toFile())
                .setWorkTree(workTree.toFile())
                .build();
    }

    /** The folder of the ledger's local files (lock, holder, pinned head); may not exist yet. */
    Path syncDir() {
        return commonDir.resolve("sync");
    }
}
