package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/**
 * The file git puts beside a ref while it moves it. One left by a killed process stops JGit and git for ever. It is removed
 * only under the ledger's lock, which excludes every other {@code sync}, and only when it stayed unchanged for a while,
 * since git's own fetch and pack-refs take ref locks too, for moments (interfaces.md section 8.3).
 */
final class LeftOverRefLock {
    private static final Logger LOG = System.getLogger(LeftOverRefLock.class.getName());
    private static final long POLL_MS = 50;

    private LeftOverRefLock() {}

    /** Where git puts it. */
    static Path file(GitRepository repository) {
        return repository.commonDir().resolve(LedgerBranch.NAME + ".lock");
    }

    /** Waits for a ref lock to go away, and removes it when it does not change within the bound. */
    static void clear(GitRepository repository, Duration patience) throws IOException {
        Path file = file(repository);
        if (!Files.exists(file)) {
            return;
        }
        try {
            waitOrRemove(file, patience);
        } catch (NoSuchFileException gone) {
            LOG.log(Level.DEBUG, "the ref lock of sync/ledger went away by itself");
        }
    }

    private static void waitOrRemove(Path file, Duration patience) throws IOException {
        Object before = mark(file);
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            pause();
            Object now = mark(file);
            if (!now.equals(before)) {
                before = now;
                deadline = System.nanoTime() + patience.toNanos();
            }
        }
        Files.delete(file);
        LOG.log(Level.DEBUG, "removed a ref lock of sync/ledger that a killed process had left");
    }

    private record Mark(Object key, long modified, long size) {}

    private static Object mark(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Mark(attributes.fileKey(), attributes.lastModifiedTime().toMillis(), attributes.size());
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, "interrupted while waiting for a ref lock");
        }
    }
}
