package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What people type, as the types of the protocol; a malformed word is a usage error. */
final class Typed {
    private Typed() {}

    static Party party(String name) {
        try {
            return new Party(name);
        } catch (IllegalArgumentException e) {
            throw new SyncException(ErrorCode.USAGE, e.getMessage(), e);
        }
    }

    static RoundNumber round(int number) {
        try {
            return new RoundNumber(number);
        } catch (IllegalArgumentException e) {
            throw new SyncException(ErrorCode.USAGE, e.getMessage(), e);
        }
    }

    /**
     * A file inside the workspace as the coordinator names it: a path of the workspace, or one that is seen from the
     * current folder and lies in the workspace. A path that leaves it is refused.
     */
    static RepoPath inside(Path workspace, Path folder, String typed) throws IOException {
        Path seen = folder.resolve(typed).normalize();
        Path relative = seen.startsWith(workspace) && !Files.exists(workspace.resolve(typed))
                ? workspace.relativize(seen)
                : Path.of(typed);
        String text = relative.toString().replace('\\', '/');
        RepoPath path = RepoPath.refusal(text)
                .map(refusal -> Typed.<RepoPath>refuse(typed, refusal))
                .orElseGet(() -> new RepoPath(text));
        return path.leaves(workspace) ? refuse(typed, RepoPath.Refusal.LEAVES_WORKSPACE) : path;
    }

    /** A comma-separated list, blanks around its words ignored. */
    static List<String> words(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The bytes of a file somebody named; a missing one is a usage error. */
    static byte[] bytes(Path file) throws IOException {
        return Files.readAllBytes(file(file));
    }

    /** A file somebody named; a missing one is a usage error. */
    static Path file(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.USAGE, "no file " + file);
        }
        return file;
    }

    /** A path as words name it: below the workspace where it lies there. */
    static String shown(Path workspace, Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(workspace) ? workspace.relativize(absolute).toString() : absolute.toString();
    }

    private static <T> T refuse(String typed, RepoPath.Refusal refusal) {
        throw new SyncException(
                ErrorCode.PATH_REFUSED, typed + ": " + refusal.rule() + "; expected " + refusal.expected());
    }
}
