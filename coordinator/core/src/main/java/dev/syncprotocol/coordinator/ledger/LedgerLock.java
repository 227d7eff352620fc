package dev.syncprotocol.coordinator.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ledger's lock: one thread of one process at a time. The kernel frees it when its holder dies, so it never has to be
 * removed by hand. It makes waiting cheap and left-overs recognisable; correctness is the compare-and-swap on the branch.
 */
final class LedgerLock implements AutoCloseable {
    /**
     * One lock a repository in this process. Shared on purpose: file locks belong to the whole process, and closing a
     * second channel of the same file would give the first one's lock away.
     */
    private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

    private static final long POLL_MS = 15;

    private final ReentrantLock inProcess;
    private final FileChannel channel;

    private LedgerLock(ReentrantLock inProcess, FileChannel channel) {
        this.inProcess = inProcess;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws LedgerLocked when it is not free within the bound
     */
    static LedgerLock take(GitRepository repository, Duration bound, Clock clock) throws IOException {
        Path folder = Files.createDirectories(repository.syncDir());
        long deadline = System.nanoTime() + bound.toNanos();
        ReentrantLock inProcess = IN_PROCESS.computeIfAbsent(folder.toRealPath(), path -> new ReentrantLock());
        if (!taken(inProcess, bound)) {
            throw new LedgerLocked(bound, holder(folder));
        }
        try {
            FileChannel channel = openLocked(folder, deadline, bound);
            note(folder, clock);
            return new LedgerLock(inProcess, channel);
        } catch (IOException | RuntimeException e) {
            inProcess.unlock();
            throw e;
        }
    }

    private static boolean taken(ReentrantLock lock, Duration bound) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a decision must not write to the ledger from inside another one");
        }
        try {
            return lock.tryLock(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static FileChannel openLocked(Path folder, long deadline, Duration bound) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("ledger.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            while (!locked(channel)) {
                if (System.nanoTime() >= deadline) {
                    throw new LedgerLocked(bound, holder(folder));
                }
                pause();
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

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static SyncException interrupted() {
        Thread.currentThread().interrupt();
        return new SyncException(ErrorCode.INTERRUPTED, "interrupted while waiting for the ledger's lock");
    }

    private static void note(Path folder, Clock clock) throws IOException {
        ObjectNode node = SyncJson.object();
        node.put("pid", ProcessHandle.current().pid());
        node.put("host", host());
        node.put("since", clock.instant().toString());
        Files.writeString(folder.resolve("ledger.holder.json"), SyncJson.compact(node));
    }

    private static String host() throws IOException {
        Path kernel = Path.of("/proc/sys/kernel/hostname");
        return Files.isReadable(kernel) ? Files.readString(kernel).strip() : "this machine";
    }

    private static Optional<LockHolder> holder(Path folder) throws IOException {
        Path file = folder.resolve("ledger.holder.json");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Fields fields = new Fields(SyncJson.read(Files.readString(file)), file.toString());
            return Optional.of(new LockHolder(fields.longInteger("pid"), fields.text("host"), fields.instant("since")));
        } catch (UncheckedIOException | SyncException halfWritten) {
            // The note is for messages only and is written by whoever holds the lock, perhaps right now.
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            inProcess.unlock();
        }
    }
}
