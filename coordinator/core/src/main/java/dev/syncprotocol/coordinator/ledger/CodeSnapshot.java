package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.Status;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.errors.InvalidPatternException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.FileTreeIterator;

/**
 * The state of the code in a work tree, read without taking a lock (run-store.md section 14.1).
 *
 * @param commit 40 hex digits, empty before the first commit
 * @param branch the checked-out branch
 * @param dirty whether a tracked file differs from the commit
 * @param diffSha256 digest of the difference, in git's own text form
 * @param untrackedSha256 digest of the lines {@code <sha256>  <path>} of untracked files, sorted
 * @param version the nearest tag {@code vX.Y.Z}
 */
public record CodeSnapshot(
        Optional<String> commit,
        Optional<String> branch,
        boolean dirty,
        Sha256 diffSha256,
        Sha256 untrackedSha256,
        Optional<String> version) {
    /** What runs write is no code, and may be large. */
    private static final List<String> RUN_FOLDERS = List.of("experiments/", "registry/", "best/", "mirror/", ".sync/");

    /** The state of the repository around a folder; empty where there is none. */
    public static Optional<CodeSnapshot> around(Path folder) throws IOException {
        Optional<GitRepository> found = GitRepository.around(folder);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Repository repository = found.get().open();
                Git git = new Git(repository)) {
            Status status = git.status().call();
            return Optional.of(new CodeSnapshot(
                    Optional.ofNullable(repository.resolve(Constants.HEAD)).map(ObjectId::name),
                    Optional.ofNullable(repository.getBranch()),
                    !status.getUncommittedChanges().isEmpty(),
                    diff(repository),
                    untracked(found.get().workTree(), status.getUntracked()),
                    version(git, repository)));
        } catch (GitAPIException e) {
            throw new IOException("the state of git cannot be read: " + e.getMessage(), e);
        }
    }

    private static Sha256 diff(Repository repository) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        DirCache index = repository.readDirCache();
        try (DiffFormatter formatter = new DiffFormatter(text)) {
            formatter.setRepository(repository);
            for (DiffEntry entry : formatter.scan(head(repository), new FileTreeIterator(repository))) {
                // Untracked files have a digest of their own.
                boolean tracked =
                        entry.getChangeType() != DiffEntry.ChangeType.ADD || index.getEntry(entry.getNewPath()) != null;
                if (tracked) {
                    formatter.format(entry);
                }
            }
        }
        return Sha256.of(text.toByteArray());
    }

    private static AbstractTreeIterator head(Repository repository) throws IOException {
        ObjectId tree = repository.resolve("HEAD^{tree}");
        if (tree == null) {
            return new EmptyTreeIterator();
        }
        CanonicalTreeParser parser = new CanonicalTreeParser();
        try (ObjectReader reader = repository.newObjectReader()) {
            parser.reset(reader, tree);
        }
        return parser;
    }

    private static Sha256 untracked(Path workTree, Set<String> paths) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String path : new TreeSet<>(paths)) {
            Path file = workTree.resolve(path);
            boolean counts = RUN_FOLDERS.stream().noneMatch(path::startsWith)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            if (counts) {
                lines.append(Sha256.ofFile(file)).append("  ").append(path).append('\n');
            }
        }
        return Sha256.of(lines.toString());
    }

    private static Optional<String> version(Git git, Repository repository) throws IOException, GitAPIException {
        if (repository.resolve(Constants.HEAD) == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(git.describe()
                    .setTags(true)
                    .setMatch("v[0-9]*.[0-9]*.[0-9]*")
                    .setAbbrev(0)
                    .call());
        } catch (InvalidPatternException e) {
            throw new IllegalStateException("the pattern is a constant", e);
        }
    }
}
