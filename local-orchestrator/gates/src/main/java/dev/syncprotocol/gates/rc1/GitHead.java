package dev.syncprotocol.gates.rc1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The commit of HEAD, read from the files of a repository: for a process that has no git library. Knows work trees of a
 * shared repository, detached heads and packed refs; of anything else it says nothing, and a ticket for a commit is then
 * refused.
 */
public final class GitHead {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    private static final String SYMBOLIC = "ref: ";
    private static final int MOST_HOPS = 5;

    private final Path folder;

    private GitHead(Path folder) {
        this.folder = folder;
    }

    /** The commit around a folder; empty outside a work tree, before the first commit, or where it cannot be told. */
    public static Optional<String> around(Path workspace) throws IOException {
        for (Path at = workspace.toAbsolutePath(); at != null; at = at.getParent()) {
            Path git = at.resolve(".git");
            if (Files.isDirectory(git)) {
                return new GitHead(git).commit("HEAD", MOST_HOPS);
            }
            if (Files.isRegularFile(git)) {
                String named = Files.readString(git).strip().replaceFirst("^gitdir: ", "");
                return new GitHead(at.resolve(named).normalize()).commit("HEAD", MOST_HOPS);
            }
        }
        return Optional.empty();
    }

    private Optional<String> commit(String ref, int hops) throws IOException {
        Optional<String> text = loose(ref);
        if (text.isPresent() && text.get().startsWith(SYMBOLIC) && hops > 0) {
            return commit(text.get().substring(SYMBOLIC.length()), hops - 1);
        }
        return text.filter(hash -> COMMIT.matcher(hash).matches());
    }

    /** HEAD is a work tree's own; branches lie in the repository it shares. */
    private Optional<String> loose(String ref) throws IOException {
        for (Path place : List.of(folder, shared())) {
            Path file = place.resolve(ref).normalize();
            if (file.startsWith(place) && Files.isRegularFile(file)) {
                return Optional.of(Files.readString(file).strip());
            }
        }
        return packed(ref);
    }

    private Path shared() throws IOException {
        Path named = folder.resolve("commondir");
        return Files.isRegularFile(named)
                ? folder.resolve(Files.readString(named).strip()).normalize()
                : folder;
    }

    private Optional<String> packed(String ref) throws IOException {
        Path packed = shared().resolve("packed-refs");
        if (!Files.isRegularFile(packed)) {
            return Optional.empty();
        }
        return Files.readAllLines(packed).stream()
                .filter(line -> line.endsWith(" " + ref))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst();
    }
}
