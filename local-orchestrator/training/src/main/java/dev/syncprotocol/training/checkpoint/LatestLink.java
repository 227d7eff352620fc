package dev.syncprotocol.training.checkpoint;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The link {@code latest} of an output folder: relative, and replaced in one step (S3-5.5). */
record LatestLink(Path folder) {
    static final String NAME = "latest";

    /** The folder it leads to; empty where it leads nowhere. */
    Optional<Path> target() {
        Path link = folder.resolve(NAME);
        try {
            return Files.isDirectory(link) ? Optional.of(link.toRealPath()) : Optional.empty();
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, link + ": " + e.getMessage(), e);
        }
    }

    /** Leads to this folder beside it from now on. */
    void pointTo(String name) throws IOException {
        Path link = folder.resolve(NAME + ".tmp-" + ProcessHandle.current().pid());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(name));
        Files.move(link, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.forceFolder(folder);
    }
}
