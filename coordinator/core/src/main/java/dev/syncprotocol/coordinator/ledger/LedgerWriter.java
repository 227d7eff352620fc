package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.coordinator.round.RecordedEvent;
import dev.syncprotocol.coordinator.round.RoundEvent;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The ledger in the hands of one decision, under the lock. What {@link #reader()} answers always includes what this writer
 * appended. Only {@link RoundLedger#write} makes one.
 */
public final class LedgerWriter {
    private final GitRepository git;
    private final Clock clock;
    private final Duration leftOver;
    private final Consumer<LedgerStep> steps;
    private LedgerReader reader;

    LedgerWriter(GitRepository git, Clock clock, LedgerReader reader, Duration leftOver, Consumer<LedgerStep> steps) {
        this.git = git;
        this.clock = clock;
        this.reader = reader;
        this.leftOver = leftOver;
        this.steps = steps;
    }

    /** The ledger as it stands now. */
    public LedgerReader reader() {
        return reader;
    }

    /**
     * Appends one event: one file, one commit.
     *
     * @param contents small artifacts to store beside it
     * @throws LostRace when somebody else moved the branch meanwhile; the decision is then taken again
     */
    public LedgerRecord append(RoundEvent event, List<StoredContent> contents) throws IOException {
        Optional<LedgerRecord> before = reader.newest();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        RecordedEvent recorded = new RecordedEvent(
                before.map(record -> record.recorded().record()).orElse(0) + 1,
                reader.round(event.round()).size() + 1,
                now,
                event);
        Optional<Sha256> parent = before.map(LedgerRecord::sha256);
        byte[] file = EventFile.bytes(recorded, parent);
        String path = LedgerPaths.event(event, recorded.sequence());
        ObjectId commit = insert(recorded, parent, path, file, contents);
        moveBranch(recorded, commit);
        steps.accept(LedgerStep.REF_UPDATED);
        new PinnedHead(git).write(commit);
        steps.accept(LedgerStep.HEAD_PINNED);
        reopen();
        return new LedgerRecord(recorded, path, Sha256.of(file), parent, Optional.of(commit.name()));
    }

    private ObjectId insert(
            RecordedEvent recorded, Optional<Sha256> parent, String path, byte[] file, List<StoredContent> contents)
            throws IOException {
        try (ObjectInserter inserter = reader.repository().newObjectInserter()) {
            Map<String, ObjectId> files = new TreeMap<>();
            files.put(path, inserter.insert(Constants.OBJ_BLOB, file));
            for (StoredContent content : contents) {
                files.put(
                        LedgerPaths.content(recorded.event().round(), content.sha256()),
                        inserter.insert(Constants.OBJ_BLOB, content.bytes()));
            }
            steps.accept(LedgerStep.BLOB_WRITTEN);
            Optional<ObjectId> before = reader.headCommit().map(RevCommit::getTree);
            ObjectId tree = LedgerTree.plus(reader.objects(), inserter, before, files);
            steps.accept(LedgerStep.TREE_WRITTEN);
            ObjectId commit = inserter.insert(commit(recorded, parent, tree));
            steps.accept(LedgerStep.COMMIT_WRITTEN);
            inserter.flush();
            steps.accept(LedgerStep.FLUSHED);
            return commit;
        }
    }

    private CommitBuilder commit(RecordedEvent recorded, Optional<Sha256> parent, ObjectId tree) {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        reader.headCommit().ifPresent(commit::setParentId);
        commit.setAuthor(CommitText.author(recorded.event().party(), recorded.at()));
        commit.setCommitter(CommitText.committer(recorded.at()));
        commit.setMessage(CommitText.message(recorded, parent));
        return commit;
    }

    private void moveBranch(RecordedEvent recorded, ObjectId commit) throws IOException {
        LeftOverRefLock.clear(git, leftOver);
        Repository repository = reader.repository();
        RefUpdate update = repository.updateRef(LedgerBranch.NAME);
        update.setExpectedOldObjectId(
                LedgerBranch.isLocal(repository) ? reader.headCommit().orElseThrow() : ObjectId.zeroId());
        update.setNewObjectId(commit);
        update.setRefLogIdent(CommitText.committer(recorded.at()));
        update.setRefLogMessage("sync: record " + recorded.record(), false);
        RefUpdate.Result result = update(update, commit);
        switch (result) {
            case NEW, FAST_FORWARD -> {
                // Recorded: nothing else counts as that.
            }
            case LOCK_FAILURE -> throw new LostRace();
            default -> throw new SyncException(ErrorCode.IO, "git refused to move sync/ledger: " + result);
        }
    }

    /** JGit looks the new commit up while it holds the ref lock, and nowhere else: that is how the step is heard of. */
    private RefUpdate.Result update(RefUpdate update, ObjectId commit) throws IOException {
        try (RevWalk underRefLock = new RevWalk(reader.objects()) {
            @Override
            public RevObject parseAny(AnyObjectId id) throws IOException {
                if (AnyObjectId.isEqual(id, commit)) {
                    steps.accept(LedgerStep.REF_LOCK_TAKEN);
                }
                return super.parseAny(id);
            }
        }) {
            return update.update(underRefLock);
        } catch (NoSuchFileException packed) {
            // git's pack-refs removed the emptied folder refs/heads/sync just before the ref lock was made in it.
            throw new LostRace(packed);
        }
    }

    private void reopen() throws IOException {
        LedgerReader before = reader;
        reader = LedgerReader.open(git);
        RoundLedger.makeDurable(reader.repository());
        before.close();
    }

    void close() {
        reader.close();
    }

    /** Somebody outside the lock (a fetch, an older program) moved the branch between reading and writing. */
    static final class LostRace extends IOException {
        private static final long serialVersionUID = 1L;

        LostRace() {
            super("sync/ledger moved while a record was being written");
        }

        LostRace(IOException cause) {
            super("sync/ledger was tidied up while a record was being written", cause);
        }
    }
}
