package dev.syncprotocol.training.checkpoint;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The operating system's lock on an output folder: one writer, and none left behind by a killed one. */
public final class OutputLock implements AutoCloseable {
    private final FileChannel channel;

    private OutputLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock or refuses at once.
     *
     * @throws SyncException {@code LOCKED} when a live trainer writes this folder
     */
    public static OutputLock take(Path outputFolder) throws IOException {
        Files.createDirectories(outputFolder);
        FileChannel channel =
                FileChannel.open(outputFolder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new SyncException(ErrorCode.LOCKED, "a live trainer writes " + outputFolder);
        }
        return new OutputLock(channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // The lock is held inside this very process: the same answer as for another one.
            return null;
        }
    }

    /**
     * For those who write only under this lock.
     *
     * @throws IllegalStateException when it was given back
     */
    public void requireHeld() {
        if (!channel.isOpen()) {
            throw new IllegalStateException("the lock was given back");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
