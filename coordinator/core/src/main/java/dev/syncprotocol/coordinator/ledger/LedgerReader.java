package dev.syncprotocol.coordinator.ledger;

import dev.syncprotocol.coordinator.round.RecordedEvent;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The ledger as it stood at one instant, to be asked. Takes no lock and writes nothing. What it reads for one round does
 * not grow with the history: a round is the fold of its own folder. Close it; not for several threads.
 */
public final class LedgerReader implements AutoCloseable {
    /**
     * How often a head that gives cause for complaint is looked up at most. JGit reads the packed refs before the loose
     * one, so it answers with an old head when git's {@code pack-refs} packs the ref between the two; twice the same head
     * is no such accident.
     */
    private static final int LOOKS = 5;

    private final Repository repository;
    private final ObjectReader objects;
    private final RevWalk walk;
    private final Optional<RevCommit> head;
    private final Optional<SyncException> complaint;

    /** The pin is read before the head: whoever appends meanwhile moves the head first and the pin after it. */
    private LedgerReader(GitRepository git, Repository repository) throws IOException {
        Optional<ObjectId> pin = new PinnedHead(git).read();
        Optional<ObjectId> head = LedgerBranch.head(repository);
        this.repository = repository;
        this.objects = new PatientReader(repository.newObjectReader());
        this.walk = new RevWalk(objects);
        this.complaint = PinnedHead.complaint(objects, pin, head);
        this.head = head.isEmpty() ? Optional.empty() : Optional.of(commit(head.get()));
    }

    private RevCommit commit(ObjectId id) throws IOException {
        try {
            return walk.parseCommit(id);
        } catch (MissingObjectException | CorruptObjectException damage) {
            throw new DamagedObject(id, damage);
        }
    }

    /**
     * Opens the ledger.
     *
     * @throws SyncException {@link ErrorCode#LEDGER_REWRITTEN} or {@link ErrorCode#LEDGER_TRUNCATED} when the branch is
     *     not where this clone saw it last
     */
    public static LedgerReader open(GitRepository git) throws IOException {
        LedgerReader reader = unpinned(git);
        if (reader.complaint.isPresent()) {
            reader.close();
            throw reader.complaint.get();
        }
        return reader;
    }

    /** Opens it whatever the pinned head says, to be audited. */
    static LedgerReader unpinned(GitRepository git) throws IOException {
        LedgerReader reader = once(git);
        for (int look = 1; look < LOOKS && reader.complaint.isPresent(); look++) {
            Optional<RevCommit> before = reader.head;
            reader.close();
            reader = once(git);
            if (reader.head.equals(before)) {
                return reader;
            }
        }
        return reader;
    }

    private static LedgerReader once(GitRepository git) throws IOException {
        RepositoryCheck.refuseUnknownFormat(git);
        Repository repository = git.open();
        try {
            return new LedgerReader(git, repository);
        } catch (IOException | RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    /** What is wrong with where the branch stands, by what this clone saw last. */
    Optional<SyncException> complaint() {
        return complaint;
    }

    /** Where the ledger ends; empty before the first record. */
    public Optional<LedgerHead> head() {
        return head.map(commit -> new LedgerHead(commit.name(), record(commit)));
    }

    private static int record(RevCommit commit) {
        OptionalInt record = CommitText.record(commit.getFullMessage());
        return record.orElseThrow(() -> new SyncException(
                ErrorCode.LEDGER_BROKEN, "commit " + commit.name() + " on sync/ledger is no record of ours"));
    }

    Optional<RevCommit> headCommit() {
        return head;
    }

    Repository repository() {
        return repository;
    }

    ObjectReader objects() {
        return objects;
    }

    /** The newest record; empty before the first. Found without walking the history. */
    Optional<LedgerRecord> newest() throws IOException {
        if (head.isEmpty()) {
            return Optional.empty();
        }
        String round = CommitText.parse(head.get().getFullMessage()).getOrDefault(CommitText.ROUND, "");
        if (!round.matches("[1-9][0-9]{0,8}")) {
            throw new SyncException(
                    ErrorCode.LEDGER_BROKEN, "commit " + head.get().name() + " on sync/ledger names no round");
        }
        List<LedgerRecord> records = round(new RoundNumber(Integer.parseInt(round)));
        return records.isEmpty() ? Optional.empty() : Optional.of(records.get(records.size() - 1));
    }

    /** The highest round number; empty before the first round. */
    public Optional<RoundNumber> lastRound() throws IOException {
        Optional<LedgerTree.Entry> shard = highest(tree(LedgerPaths.ROUNDS));
        return shard.isEmpty()
                ? Optional.empty()
                : highest(LedgerTree.entries(objects, shard.get().id()))
                        .map(entry -> new RoundNumber(Integer.parseInt(entry.name())));
    }

    private static Optional<LedgerTree.Entry> highest(List<LedgerTree.Entry> folders) {
        return folders.stream().max(Comparator.comparingInt(entry -> Integer.parseInt(entry.name())));
    }

    /** Every round number, rising. */
    public List<RoundNumber> roundNumbers() throws IOException {
        List<RoundNumber> numbers = new ArrayList<>();
        for (LedgerTree.Entry shard : tree(LedgerPaths.ROUNDS)) {
            for (LedgerTree.Entry round : LedgerTree.entries(objects, shard.id())) {
                numbers.add(new RoundNumber(Integer.parseInt(round.name())));
            }
        }
        numbers.sort(Comparator.naturalOrder());
        return numbers;
    }

    /** The records of one round in order; empty when there is no such round. Their commits are not looked up. */
    public List<LedgerRecord> round(RoundNumber number) throws IOException {
        List<LedgerRecord> records = new ArrayList<>();
        String folder = LedgerPaths.folder(number);
        for (LedgerTree.Entry entry : tree(folder)) {
            if (!entry.isTree()) {
                records.add(EventFile.read(folder + "/" + entry.name(), bytes(entry.id())));
            }
        }
        records.sort(Comparator.comparingInt(record -> record.recorded().sequence()));
        return records;
    }

    /** One round; empty when there is no such round. */
    public Optional<Round> folded(RoundNumber number) throws IOException {
        List<RecordedEvent> events =
                round(number).stream().map(LedgerRecord::recorded).toList();
        return events.isEmpty() ? Optional.empty() : Optional.of(Round.fold(events));
    }

    /** The current round; empty before the first. */
    public Optional<Round> currentRound() throws IOException {
        Optional<RoundNumber> last = lastRound();
        return last.isEmpty() ? Optional.empty() : folded(last.get());
    }

    /** Every record with its commit, oldest first. Walks the whole history. */
    public List<LedgerRecord> log() throws IOException {
        Map<Integer, String> commits = commits();
        List<LedgerRecord> records = new ArrayList<>();
        for (RoundNumber number : roundNumbers()) {
            round(number).forEach(record -> records.add(withCommit(record, commits)));
        }
        records.sort(Comparator.comparingInt(record -> record.recorded().record()));
        return List.copyOf(records);
    }

    private Map<Integer, String> commits() throws IOException {
        Map<Integer, String> commits = new HashMap<>();
        if (head.isPresent()) {
            try (RevWalk history = new RevWalk(objects)) {
                history.markStart(history.parseCommit(head.get()));
                for (RevCommit commit : history) {
                    commits.put(record(commit), commit.name());
                }
            }
        }
        return commits;
    }

    private static LedgerRecord withCommit(LedgerRecord record, Map<Integer, String> commits) {
        return new LedgerRecord(
                record.recorded(),
                record.path(),
                record.sha256(),
                record.parent(),
                Optional.ofNullable(commits.get(record.recorded().record())));
    }

    /** A content stored in a round's folder; empty when it is not stored there. */
    public Optional<byte[]> content(RoundNumber round, Sha256 digest) throws IOException {
        Optional<LedgerTree.Entry> entry = head.isEmpty()
                ? Optional.empty()
                : LedgerTree.find(objects, head.get().getTree(), LedgerPaths.content(round, digest));
        return entry.isEmpty()
                ? Optional.empty()
                : Optional.of(bytes(entry.get().id()));
    }

    byte[] bytes(ObjectId blob) throws IOException {
        try {
            return objects.open(blob).getBytes();
        } catch (MissingObjectException | CorruptObjectException damage) {
            throw new DamagedObject(blob, damage);
        }
    }

    private List<LedgerTree.Entry> tree(String path) throws IOException {
        if (head.isEmpty()) {
            return List.of();
        }
        Optional<LedgerTree.Entry> entry =
                LedgerTree.find(objects, head.get().getTree(), path).filter(LedgerTree.Entry::isTree);
        return entry.isEmpty()
                ? List.of()
                : LedgerTree.entries(objects, entry.get().id());
    }

    @Override
    public void close() {
        walk.close();
        objects.close();
        repository.close();
    }
}
