package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.store.RunFolder;
import dev.syncprotocol.runs.store.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lock of a run that was opened for this training before it was called: {@code EXPERIMENT_DIR} names it, and flags that
 * say something else are refused (run-store.md section 9.3, C8, C9).
 *
 * @param root the workspace
 * @param experimentDir the variable
 */
record GoverningLock(Path root, Optional<String> experimentDir) {
    static GoverningLock of(Path root, Invocation in) {
        return new GoverningLock(root, in.variable("EXPERIMENT_DIR"));
    }

    /**
     * Refuses another configuration and another folder.
     *
     * @param config digest of the config's bytes
     * @param outDir as typed
     * @throws SyncException {@link ErrorCode#LOCK_MISMATCH}
     */
    void require(Sha256 config, Optional<String> outDir) throws IOException {
        if (experimentDir.isEmpty()) {
            return;
        }
        Path file = root.resolve(experimentDir.get()).resolve(RunFolder.LOCK);
        if (!Files.isRegularFile(file)) {
            throw mismatch("EXPERIMENT_DIR " + experimentDir.get() + " has no " + RunFolder.LOCK);
        }
        RunLock lock = RunLock.read(file);
        if (!lock.source().sha256().equals(config)) {
            throw mismatch("the run " + lock.id().value() + " was locked for "
                    + lock.source().path() + ", " + lock.source().sha256().abbreviated() + "; --config is "
                    + config.abbreviated());
        }
        if (outDir.isPresent() && !same(outDir.get(), lock.experimentDir())) {
            throw mismatch(
                    "the run " + lock.id().value() + " is " + lock.experimentDir() + ", --out-dir " + outDir.get());
        }
    }

    private boolean same(String typed, String recorded) {
        return root.resolve(typed).normalize().equals(root.resolve(recorded).normalize());
    }

    private static SyncException mismatch(String what) {
        return new SyncException(ErrorCode.LOCK_MISMATCH, what)
                .withHint("unset EXPERIMENT_DIR: sync train opens a run of its own");
    }
}
