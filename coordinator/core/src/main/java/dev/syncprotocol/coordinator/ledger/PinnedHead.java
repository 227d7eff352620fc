package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The head this clone saw last, {@code ledger.seen}. A head that does not descend from it was rewritten, an ancestor of it
 * was truncated: both are exit 6 (coordinator.md section 5).
 */
final class PinnedHead {
    private final Path file;

    PinnedHead(GitRepository repository) {
        this.file = repository.syncDir().resolve("ledger.seen");
    }

    Optional<ObjectId> read() throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!ObjectId.isId(text)) {
            throw new SyncException(ErrorCode.LEDGER_BROKEN, file.getFileName() + " holds no commit id");
        }
        return Optional.of(ObjectId.fromString(text));
    }

    /** Replaces the file in one step: after a crash it holds the old head or the new one. */
    void write(ObjectId head) throws IOException {
        Path fresh = file.resolveSibling("ledger.seen.new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.US_ASCII.encode(head.name() + "\n"));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * What is wrong with this head, or empty when it is the pinned one or descends from it.
     *
     * @param pinned what {@link #read} answered before the head was looked up
     */
    static Optional<SyncException> complaint(ObjectReader objects, Optional<ObjectId> pinned, Optional<ObjectId> head)
            throws IOException {
        if (pinned.isEmpty() || pinned.equals(head)) {
            return Optional.empty();
        }
        if (head.isEmpty()) {
            return Optional.of(truncated("the branch sync/ledger is gone", pinned.get()));
        }
        return judge(objects, pinned.get(), head.get());
    }

    private static Optional<SyncException> judge(ObjectReader objects, ObjectId pinned, ObjectId head)
            throws IOException {
        try (RevWalk walk = new RevWalk(objects)) {
            if (walk.isMergedInto(walk.parseCommit(pinned), walk.parseCommit(head))) {
                return Optional.empty();
            }
            walk.reset();
            return Optional.of(
                    walk.isMergedInto(walk.parseCommit(head), walk.parseCommit(pinned))
                            ? truncated("the ledger ends at " + shown(head), pinned)
                            : rewritten(head, pinned));
        } catch (MissingObjectException e) {
            return Optional.of(rewritten(head, pinned));
        }
    }

    private static SyncException truncated(String what, ObjectId pinned) {
        return failure(ErrorCode.LEDGER_TRUNCATED, what + ", but this clone has seen it reach " + shown(pinned));
    }

    private static SyncException rewritten(ObjectId head, ObjectId pinned) {
        return failure(
                ErrorCode.LEDGER_REWRITTEN,
                "the ledger at " + shown(head) + " does not descend from " + shown(pinned)
                        + ", which this clone has seen");
    }

    private static SyncException failure(ErrorCode code, String message) {
        return new SyncException(
                code,
                message,
                null,
                "git reflog sync/ledger shows where the branch was",
                List.of(),
                List.of("sync verify", "sync doctor --dry-run"));
    }

    private static String shown(ObjectId id) {
        return id.abbreviate(12).name();
    }
}
