package dev.syncprotocol.mcp.install;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file as it is and as it shall be.
 *
 * @param path inside the workspace
 * @param before its text; empty where there is no such file
 * @param after its text afterwards
 */
public record FileChange(RepoPath path, Optional<String> before, String after) {
    /**
     * The text of a file.
     *
     * @throws SyncException {@link ErrorCode#PATH_REFUSED} where a link leads out of the workspace;
     *     {@link ErrorCode#CONFIG_INVALID} where it is no text
     */
    static Optional<String> read(Path workspace, RepoPath path) throws IOException {
        if (path.leaves(workspace)) {
            throw new SyncException(ErrorCode.PATH_REFUSED, path + " leads out of the workspace through a link");
        }
        Path file = path.below(workspace);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (CharacterCodingException e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, path + " is not UTF-8 text and is left alone", e);
        }
    }

    /** {@code new}, {@code changed} or {@code unchanged}. */
    public String state() {
        if (before.isEmpty()) {
            return "new";
        }
        return before.get().equals(after) ? "unchanged" : "changed";
    }

    /** The change as a unified diff; empty where there is none. */
    public String diff() {
        return state().equals("unchanged") ? "" : LineDiff.of(path.value(), before, after);
    }

    /**
     * Writes it, whole or not at all.
     *
     * @throws SyncException {@link ErrorCode#NAME_TAKEN} when the file is no longer the one that was shown
     */
    void write(Path workspace) throws IOException {
        if (!read(workspace, path).equals(before)) {
            throw new SyncException(ErrorCode.NAME_TAKEN, path + " was changed in the meantime and is left alone");
        }
        if (state().equals("unchanged")) {
            return;
        }
        Path file = path.below(workspace);
        Files.createDirectories(file.getParent());
        if (before.isEmpty()) {
            Files.writeString(file, after, StandardOpenOption.CREATE_NEW);
            return;
        }
        Path temporary =
                Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
        Files.writeString(temporary, after);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
