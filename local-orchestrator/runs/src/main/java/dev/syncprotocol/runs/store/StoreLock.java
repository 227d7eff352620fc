package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A lock of the store: one holder of one process at a time. The kernel frees it when its holder dies, so nobody ever
 * removes one by hand.
 */
public final class StoreLock implements AutoCloseable {
    /** Shared on purpose: file locks belong to the whole process, and closing a second channel would free the first. */
    private static final Map<Path, Semaphore> IN_PROCESS = new ConcurrentHashMap<>();

    private static final long POLL_MS = 10;

    private final Semaphore inProcess;
    private final FileChannel channel;

    private StoreLock(Semaphore inProcess, FileChannel channel) {
        this.inProcess = inProcess;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param what the locked thing, for the message
     * @throws SyncException {@link ErrorCode#LOCKED} when it is not free within the bound
     */
    public static StoreLock take(Path file, Duration bound, String what) throws IOException {
        long deadline = System.nanoTime() + bound.toNanos();
        Path key = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
        Semaphore inProcess = IN_PROCESS.computeIfAbsent(key, path -> new Semaphore(1, true));
        if (!waited(inProcess, bound, what)) {
            throw locked(what);
        }
        try {
            return new StoreLock(inProcess, open(file, deadline, what));
        } catch (IOException | RuntimeException e) {
            inProcess.release();
            throw e;
        }
    }

    /** Whether nobody holds the lock now. */
    static boolean free(Path file) throws IOException {
        try (StoreLock taken = take(file, Duration.ZERO, "")) {
            return taken.channel.isOpen();
        } catch (SyncException held) {
            if (held.code() != ErrorCode.LOCKED) {
                throw held;
            }
            return false;
        }
    }

    /** Writes who holds it, for people and for the one who finds it free again (run-store.md section 9.1). */
    public void sign(String holder) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** Said once inside the block that needs the lock; a closed channel would have given it away. */
    void demandHeld() {
        if (!channel.isOpen()) {
            throw new IllegalStateException("the lock was given away");
        }
    }

    private static boolean waited(Semaphore semaphore, Duration bound, String what) {
        try {
            return semaphore.tryAcquire(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
    }

    private static FileChannel open(Path file, long deadline, String what) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            while (!locked(channel)) {
                if (System.nanoTime() >= deadline) {
                    throw locked(what);
                }
                pause(what);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another copy of this class in the same process holds it: busy, like any other holder.
            return false;
        }
    }

    private static void pause(String what) {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
    }

    private static SyncException locked(String what) {
        return new SyncException(ErrorCode.LOCKED, what + " is locked by another live process");
    }

    private static SyncException interrupted(String what) {
        Thread.currentThread().interrupt();
        return new SyncException(ErrorCode.INTERRUPTED, "interrupted while waiting for the lock of " + what);
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            inProcess.release();
        }
    }
}
