package dev.syncprotocol.runs.export;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.store.FinishedRun;
import dev.syncprotocol.runs.store.RunCheck;
import dev.syncprotocol.runs.store.RunDamaged;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is filled once: absent or empty before, and every file in it new. */
final class ExportFolder {
    private final Path root;

    private ExportFolder(Path root) {
        this.root = root;
    }

    /**
     * Makes the folder.
     *
     * @throws SyncException {@link ErrorCode#NAME_TAKEN} when something is in it, {@link ErrorCode#PATH_REFUSED} inside
     *     the store
     */
    static ExportFolder at(Path root, RunStore store) throws IOException {
        if (root.startsWith(store.runs())) {
            throw new SyncException(ErrorCode.PATH_REFUSED, root + " is inside the run store");
        }
        if (Files.exists(root)) {
            try (Stream<Path> there = Files.list(root)) {
                if (there.findAny().isPresent()) {
                    throw new SyncException(ErrorCode.NAME_TAKEN, root + " is not empty");
                }
            }
        }
        return new ExportFolder(Files.createDirectories(root));
    }

    /**
     * The runs by their names, each verified in full just now.
     *
     * @throws RunDamaged when one is damaged
     */
    static List<FinishedRun> verified(RunStore store, List<String> ids) throws IOException {
        List<FinishedRun> runs = new ArrayList<>();
        for (String id : ids) {
            FinishedRun run = store.finished(id);
            RunCheck check = store.verify(run.folder(), RunCheck.Level.FULL);
            if (!check.passed()) {
                throw new RunDamaged(id + " was not exported", check.findings());
            }
            runs.add(run);
        }
        return runs;
    }

    Path root() {
        return root;
    }

    void write(String path, String text) throws IOException {
        Path file = made(path);
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    }

    /** Copies a file and reads the copy back. */
    void copy(Path source, String path, Sha256 expected) throws IOException {
        Path file = made(path);
        if (!Files.exists(file)) {
            Files.copy(source, file);
        }
        Sha256 found = Sha256.ofFile(file);
        if (!found.equals(expected)) {
            throw new SyncException(
                    ErrorCode.DIGEST_MISMATCH,
                    path + ": copied " + found.abbreviated() + ", expected " + expected.abbreviated());
        }
    }

    private Path made(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return file;
    }
}
