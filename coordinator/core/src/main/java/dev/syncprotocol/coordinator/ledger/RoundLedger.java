package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.errors.ObjectWritingException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;

/**
 * The append-only ledger: branch {@code sync/ledger}, one commit an event, written by plumbing with compare-and-swap inside
 * an OS file lock. The user's index, work tree and current branch are never touched (coordinator.md section 5).
 */
public final class RoundLedger {
    private static final int ATTEMPTS = 20;

    private final GitRepository git;
    private final Clock clock;
    private final LedgerPatience patience;
    private final Consumer<LedgerStep> steps;

    /**
     * The ledger of a repository.
     *
     * @param clock gives the instants that are recorded
     * @param lockWait longest wait for the lock
     */
    public RoundLedger(GitRepository git, Clock clock, Duration lockWait) {
        this(git, clock, LedgerPatience.of(lockWait), step -> {});
    }

    /**
     * The ledger of a repository, with somebody who hears of every step of a write, on the writing thread: tests and the
     * simulation let the writer die there.
     */
    public RoundLedger(GitRepository git, Clock clock, LedgerPatience patience, Consumer<LedgerStep> steps) {
        this.git = git;
        this.clock = clock;
        this.patience = patience;
        this.steps = steps;
    }

    /** The ledger to be asked; the caller closes. Takes no lock and writes nothing. */
    public LedgerReader read() throws IOException {
        return LedgerReader.open(git);
    }

    /**
     * What to append, decided on the ledger as it stands. May be called again when somebody else was faster, so whatever
     * it does besides appending must come after its last append.
     */
    @FunctionalInterface
    public interface Decision<T> {
        /** Reads, decides, appends. */
        T decide(LedgerWriter writer) throws IOException;
    }

    /**
     * Takes a decision under the lock.
     *
     * @throws LedgerLocked when the lock is not free within the bound
     * @throws SyncException {@link ErrorCode#REPOSITORY_UNSUPPORTED} or {@link ErrorCode#LEDGER_BRANCH_TAKEN}, before
     *     anything is written
     */
    public <T> T write(Decision<T> decision) throws IOException {
        git.refuseUnsupported();
        T decided;
        try (LedgerLock lock = LedgerLock.take(git, patience.lock(), clock)) {
            steps.accept(LedgerStep.LOCK_TAKEN);
            decided = attempt(decision, lock);
        }
        steps.accept(LedgerStep.UNLOCKED);
        return decided;
    }

    /** Removes a ref lock that a killed process left, under the lock and only when nobody changes it meanwhile. */
    public void clearLeftOverRefLock() throws IOException {
        write(writer -> {
            LeftOverRefLock.clear(git, patience.leftOver());
            return true;
        });
    }

    /** Makes the local branch from the remote-tracking one; nothing where it exists already or there is none. */
    public void adoptRemote() throws IOException {
        write(writer -> {
            Repository repository = writer.reader().repository();
            Optional<Ref> remote = LedgerBranch.remote(repository);
            if (remote.isPresent() && !LedgerBranch.isLocal(repository)) {
                RefUpdate update = repository.updateRef(LedgerBranch.NAME);
                update.setExpectedOldObjectId(ObjectId.zeroId());
                update.setNewObjectId(remote.get().getObjectId());
                update.setRefLogMessage("sync: from " + remote.get().getName(), false);
                RefUpdate.Result result = update.update();
                if (result != RefUpdate.Result.NEW) {
                    throw new SyncException(ErrorCode.IO, "git refused to make sync/ledger: " + result);
                }
            }
            return true;
        });
    }

    private <T> T attempt(Decision<T> decision, LedgerLock held) throws IOException {
        IOException last = new IOException("never tried under " + held);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return once(decision);
            } catch (LedgerWriter.LostRace | ObjectWritingException e) {
                // The second: git's gc removed an emptied folder of objects just before one was put there.
                last = e;
            }
        }
        throw last;
    }

    private <T> T once(Decision<T> decision) throws IOException {
        LedgerReader reader = LedgerReader.open(git);
        makeDurable(reader.repository());
        LedgerWriter writer = new LedgerWriter(git, clock, reader, patience.leftOver(), steps);
        try {
            LedgerBranch.refuseConflicts(git, reader.repository());
            return decision.decide(writer);
        } finally {
            writer.close();
        }
    }

    /** Turns fsync on in memory: JGit's default is off for both (java-stack.md section 2, durability). */
    static void makeDurable(Repository repository) {
        StoredConfig config = repository.getConfig();
        config.setBoolean("core", null, "fsyncObjectFiles", true);
        config.setBoolean("core", null, "fsyncRefFiles", true);
    }
}
