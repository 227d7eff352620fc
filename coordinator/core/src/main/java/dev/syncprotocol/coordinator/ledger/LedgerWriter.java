package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.coordinator.round.RecordedEvent;
import dev.syncprotocol.coordinator.round.RoundEvent;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * The ledger in the hands of one decision, under the lock. What {@link #reader()} answers always includes what this writer
 * appended. Only {@link RoundLedger#write} makes one.
 */
public final class LedgerWriter {
    private final GitRepository git;
    private final Clock clock;
    private LedgerReader reader;

    LedgerWriter(GitRepository git, Clock clock, LedgerReader reader) {
        this.git = git;
        this.clock = clock;
        this.reader = reader;
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
        new PinnedHead(git).write(commit);
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
            Optional<ObjectId> tree = reader.headCommit().map(RevCommit::getTree);
            ObjectId commit =
                    inserter.insert(commit(recorded, parent, LedgerTree.plus(reader.objects(), inserter, tree, files)));
            inserter.flush();
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
        LeftOverRefLock.clear(git);
        Repository repository = reader.repository();
        RefUpdate update = repository.updateRef(LedgerBranch.NAME);
        update.setExpectedOldObjectId(
                LedgerBranch.isLocal(repository) ? reader.headCommit().orElseThrow() : ObjectId.zeroId());
        update.setNewObjectId(commit);
        update.setRefLogIdent(CommitText.committer(recorded.at()));
        update.setRefLogMessage("sync: record " + recorded.record(), false);
        RefUpdate.Result result = update.update();
        switch (result) {
            case NEW, FAST_FORWARD -> {
                // Recorded: nothing else counts as that.
            }
            case LOCK_FAILURE -> throw new LostRace();
            default -> throw new SyncException(ErrorCode.IO, "git refused to move sync/ledger: " + result);
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
    }
}
