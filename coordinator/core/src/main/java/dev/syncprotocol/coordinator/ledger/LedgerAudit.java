package dev.syncprotocol.coordinator.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.ledger.LedgerFinding.Kind;
import dev.syncprotocol.coordinator.round.PackageIngested;
import dev.syncprotocol.coordinator.round.RecordedArtifact;
import dev.syncprotocol.coordinator.round.RecordedEvent;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Recomputes the whole ledger, offline: the chain of commits, the numbering, what each commit changed, the digest of each
 * event file and of what it holds, its schema, its trailers, and whether the rounds still fold (coordinator.md section 5).
 */
public final class LedgerAudit {
    /** Of a stored folder: {@code <digest of the file>  <path below the folder>}, rounds/README.md. */
    private static final Pattern MANIFEST_LINE = Pattern.compile("^([0-9a-f]{64})  ", Pattern.MULTILINE);

    private final LedgerReader reader;
    private final List<LedgerFinding> findings = new ArrayList<>();
    private final Map<RoundNumber, List<RecordedEvent>> events = new TreeMap<>();
    private final List<Round> rounds = new ArrayList<>();
    private final Optional<LedgerHead> head;
    private Optional<Sha256> parent = Optional.empty();
    private int records;
    private int skipped;

    private LedgerAudit(LedgerReader reader) throws IOException {
        this.reader = reader;
        this.head = reader.headCommit().map(commit -> new LedgerHead(commit.name(), count(commit)));
    }

    /** Audits the pinned head and the records of the newest round; its cost does not grow with the history. */
    public static LedgerAudit ofNewestRound(GitRepository git) throws IOException {
        try (LedgerReader reader = LedgerReader.unpinned(git)) {
            LedgerAudit audit = new LedgerAudit(reader);
            audit.pinned();
            audit.newestRound();
            audit.fold();
            return audit;
        }
    }

    /** Audits the ledger of a repository; takes no lock and writes nothing. */
    public static LedgerAudit of(GitRepository git) throws IOException {
        try (LedgerReader reader = LedgerReader.unpinned(git)) {
            LedgerAudit audit = new LedgerAudit(reader);
            audit.pinned();
            audit.commits();
            audit.fold();
            return audit;
        }
    }

    /** All that differs; empty when everything holds. */
    public List<LedgerFinding> findings() {
        return List.copyOf(findings);
    }

    /** Why the branch may not stand where it stands, by what this clone saw last; one of the findings. */
    public Optional<SyncException> complaint() {
        return reader.complaint();
    }

    /** The rounds that still fold, oldest first. */
    public List<Round> rounds() {
        return List.copyOf(rounds);
    }

    /** Where the ledger ends; empty when there is none. */
    public Optional<LedgerHead> head() {
        return head;
    }

    /** How many records were recomputed. */
    public int records() {
        return records - skipped;
    }

    private static int count(RevCommit head) {
        return CommitText.record(head.getFullMessage()).orElse(0);
    }

    private void pinned() {
        reader.complaint().ifPresent(complaint -> found(Kind.CHANGED, "sync/ledger", complaint.getMessage()));
    }

    private void commits() throws IOException {
        for (RevCommit commit : history()) {
            if (commit.getParentCount() > 1) {
                found(Kind.UNEXPECTED, commit.name(), "a merge; the ledger is one line of commits");
            }
            readable(commit);
        }
    }

    private void readable(RevCommit commit) throws IOException {
        try {
            commit(commit);
        } catch (MissingObjectException gone) {
            found(
                    Kind.MISSING,
                    commit.name(),
                    "one of its git objects is missing: " + gone.getObjectId().name());
        } catch (CorruptObjectException damage) {
            found(Kind.CHANGED, commit.name(), "one of its git objects is corrupt: " + damage.getMessage());
        }
    }

    /** The commits of one round lie together at the end; the one before them is asked for its number and digest only. */
    private void newestRound() throws IOException {
        Deque<RevCommit> ofRound = new ArrayDeque<>();
        try (RevWalk walk = new RevWalk(reader.objects())) {
            RevCommit commit = reader.headCommit().isPresent()
                    ? walk.parseCommit(reader.headCommit().get())
                    : null;
            String round = commit == null ? "" : round(commit);
            while (commit != null && round(commit).equals(round)) {
                ofRound.addFirst(commit);
                commit = commit.getParentCount() == 0 ? null : walk.parseCommit(commit.getParent(0));
            }
            if (commit != null) {
                startAfter(commit);
            }
        }
        for (RevCommit commit : ofRound) {
            readable(commit);
        }
    }

    private static String round(RevCommit commit) {
        return CommitText.parse(commit.getFullMessage()).getOrDefault(CommitText.ROUND, "");
    }

    private void startAfter(RevCommit commit) throws IOException {
        skipped = count(commit);
        records = skipped;
        try (TreeWalk changes = changes(commit)) {
            while (changes.next()) {
                if (LedgerPaths.eventName(changes.getPathString()).isPresent()) {
                    parent = Optional.of(Sha256.of(reader.bytes(changes.getObjectId(1))));
                }
            }
        }
    }

    private Deque<RevCommit> history() throws IOException {
        Deque<RevCommit> oldestFirst = new ArrayDeque<>();
        if (reader.headCommit().isPresent()) {
            try (RevWalk walk = new RevWalk(reader.objects())) {
                walk.setFirstParent(true);
                walk.markStart(walk.parseCommit(reader.headCommit().get()));
                for (RevCommit commit : walk) {
                    oldestFirst.addFirst(commit);
                }
            }
        }
        return oldestFirst;
    }

    /** One record is one commit is one new event file, with small contents beside it and nothing else. */
    private void commit(RevCommit commit) throws IOException {
        records++;
        if (commit.getParentCount() > 1) {
            found(Kind.UNEXPECTED, commit.name(), "a merge; the ledger is one line of commits");
        }
        List<String> eventFiles = new ArrayList<>();
        try (TreeWalk changes = changes(commit)) {
            while (changes.next()) {
                change(commit, changes, eventFiles);
            }
        }
        if (eventFiles.size() != 1) {
            found(
                    Kind.UNEXPECTED,
                    commit.name(),
                    "adds " + eventFiles.size() + " event files; a record is exactly one");
        }
    }

    private TreeWalk changes(RevCommit commit) throws IOException {
        TreeWalk walk = new TreeWalk(reader.objects());
        walk.setRecursive(true);
        walk.setFilter(TreeFilter.ANY_DIFF);
        if (commit.getParentCount() == 0) {
            walk.addTree(new EmptyTreeIterator());
        } else {
            try (RevWalk parents = new RevWalk(reader.objects())) {
                walk.addTree(parents.parseCommit(commit.getParent(0)).getTree());
            }
        }
        walk.addTree(commit.getTree());
        return walk;
    }

    private void change(RevCommit commit, TreeWalk change, List<String> eventFiles) throws IOException {
        String path = change.getPathString();
        if (FileMode.MISSING.equals(change.getFileMode(1))) {
            found(Kind.MISSING, path, "commit " + commit.name() + " removes it; files of a ledger are never removed");
        } else if (!FileMode.MISSING.equals(change.getFileMode(0))) {
            found(Kind.CHANGED, path, "commit " + commit.name() + " changes it; files of a ledger are written once");
        } else {
            added(commit, path, change.getObjectId(1), eventFiles);
        }
    }

    private void added(RevCommit commit, String path, ObjectId blob, List<String> eventFiles) throws IOException {
        try {
            if (LedgerPaths.contentName(path).isPresent()) {
                content(path, reader.bytes(blob));
            } else if (LedgerPaths.eventName(path).isPresent()) {
                eventFiles.add(path);
                event(commit, path, reader.bytes(blob));
            } else {
                found(
                        Kind.UNEXPECTED,
                        path,
                        "commit " + commit.name() + " adds it; it is no event and no stored content");
            }
        } catch (DamagedObject damage) {
            found(damage.finding(), path, damage.getMessage());
        }
    }

    private void content(String path, byte[] bytes) {
        Sha256 named = LedgerPaths.contentName(path).orElseThrow();
        Sha256 computed = Sha256.of(bytes);
        if (!named.equals(computed)) {
            found(Kind.CHANGED, path, "named by " + named + ", its bytes have " + computed);
        }
    }

    private void event(RevCommit commit, String path, byte[] bytes) throws IOException {
        try {
            schema(path, bytes);
            LedgerRecord record = EventFile.read(path, bytes);
            envelope(path, bytes, record);
            trailers(commit, path, record);
            payload(path, record);
            events.computeIfAbsent(record.recorded().event().round(), round -> new ArrayList<>())
                    .add(record.recorded());
        } catch (SyncException broken) {
            found(Kind.CHANGED, path, broken.getMessage());
        }
        parent = Optional.of(Sha256.of(bytes));
    }

    private void schema(String path, byte[] bytes) {
        for (Violation violation : violations(path, bytes)) {
            found(
                    Kind.CHANGED,
                    path,
                    violation.pointer() + " " + violation.rule() + ": expected " + violation.expected() + ", found "
                            + violation.found());
        }
    }

    /** The package's text is left out here: with it an event may be longer than a document may be. */
    private static List<Violation> violations(String path, byte[] bytes) {
        try {
            JsonNode event = SyncJson.read(new String(bytes, StandardCharsets.UTF_8));
            if (event instanceof ObjectNode fields && fields.path("received").isTextual()) {
                fields.put("received", "left out");
            }
            byte[] shortened = CanonicalJson.bytes(event);
            return SchemaValidator.violations(
                    SchemaId.ROUND_EVENT_V1, LocatedDocument.read(shortened, DocumentFormat.JSON));
        } catch (UncheckedIOException e) {
            throw new SyncException(ErrorCode.LEDGER_BROKEN, path + " is no JSON", e);
        } catch (DocumentUnreadable e) {
            return e.violations();
        }
    }

    private void envelope(String path, byte[] bytes, LedgerRecord record) {
        RecordedEvent recorded = record.recorded();
        int sequence = events.getOrDefault(recorded.event().round(), List.of()).size() + 1;
        expect(path, "record", String.valueOf(records), String.valueOf(recorded.record()));
        expect(path, "sequence", String.valueOf(sequence), String.valueOf(recorded.sequence()));
        expect(path, "parent", shown(parent), shown(record.parent()));
        expect(path, "path", LedgerPaths.event(recorded.event(), recorded.sequence()), path);
        byte[] canonical = CanonicalJson.bytes(SyncJson.read(new String(bytes, StandardCharsets.UTF_8)));
        if (!Arrays.equals(canonical, bytes)) {
            found(Kind.CHANGED, path, "its JSON is not in canonical form");
        }
    }

    private void trailers(RevCommit commit, String path, LedgerRecord record) {
        Map<String, String> expected = CommitText.trailers(record.recorded(), record.parent());
        Map<String, String> present = CommitText.parse(commit.getFullMessage());
        expected.forEach((key, value) -> expect(path, "trailer " + key, value, present.getOrDefault(key, "none")));
    }

    private void payload(String path, LedgerRecord record) throws IOException {
        if (record.recorded().event() instanceof PackageIngested ingested) {
            byte[] received = ingested.received().getBytes(StandardCharsets.UTF_8);
            expect(
                    path,
                    "received_sha256",
                    Sha256.of(received).hex(),
                    ingested.receivedSha256().hex());
            expect(
                    path,
                    "content_sha256",
                    content(ingested),
                    ingested.contentSha256().hex());
            for (RecordedArtifact artifact : ingested.artifacts()) {
                stored(path, ingested.round(), artifact);
            }
        }
    }

    private static String content(PackageIngested ingested) {
        try {
            return Sha256.of(CanonicalJson.bytes(SyncJson.read(ingested.received())))
                    .hex();
        } catch (UncheckedIOException e) {
            return "unreadable";
        }
    }

    private void stored(String path, RoundNumber round, RecordedArtifact artifact) throws IOException {
        if (!artifact.stored() || artifact.sha256().isEmpty()) {
            return;
        }
        Optional<byte[]> content =
                stored(path, round, artifact, artifact.sha256().get());
        if (content.isPresent() && artifact.path().isDirectory()) {
            Matcher files = MANIFEST_LINE.matcher(new String(content.get(), StandardCharsets.UTF_8));
            while (files.find()) {
                stored(path, round, artifact, new Sha256(files.group(1)));
            }
        }
    }

    private Optional<byte[]> stored(String path, RoundNumber round, RecordedArtifact artifact, Sha256 digest)
            throws IOException {
        Optional<byte[]> content = reader.content(round, digest);
        if (content.isEmpty()) {
            found(
                    Kind.MISSING,
                    LedgerPaths.content(round, digest),
                    path + " says the content of " + artifact.path() + " is stored");
        }
        return content;
    }

    private void fold() {
        events.forEach((number, recorded) -> {
            try {
                rounds.add(Round.fold(recorded));
            } catch (SyncException broken) {
                found(Kind.CHANGED, LedgerPaths.folder(number), broken.getMessage());
            }
        });
    }

    private void expect(String path, String what, String expected, String found) {
        if (!expected.equals(found)) {
            found(Kind.CHANGED, path, what + ": expected " + expected + ", found " + found);
        }
    }

    private static String shown(Optional<Sha256> digest) {
        return digest.map(Sha256::hex).orElse("none");
    }

    private void found(Kind kind, String subject, String detail) {
        findings.add(new LedgerFinding(kind, subject, detail));
    }
}
