package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.approval.Resumption;
import dev.syncprotocol.aoi.approval.RunClaim;
import dev.syncprotocol.aoi.log.Evidence;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The damaged run whose intact stages this one takes over ({@link IntactPart}), seen from this one: the same places below another folder. It is only read,
 * and every file that comes from it has the digest it was committed with.
 */
final class EarlierRun {
    private final ApprovedRun now;
    private final Path root;
    private final LogReading log;
    private final Clock clock;

    private EarlierRun(ApprovedRun now, Path root, LogReading log, Clock clock) {
        this.now = now;
        this.root = root;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Of a run; empty when it started from scratch.
     *
     * @throws SyncException {@code evidence_changed} when the log that is kept is not the approved one
     */
    static Optional<EarlierRun> of(ApprovedRun run, Clock clock) throws IOException {
        Optional<Resumption> approved = Resumption.of(run.summary());
        if (approved.isEmpty()) {
            return Optional.empty();
        }
        LogReading log = new LoopLog(kept(run), clock).read();
        if (!log.head().equals(approved.get().logHead())) {
            throw new SyncException(
                    ErrorCode.EVIDENCE_CHANGED,
                    kept(run) + ": expected the approved log "
                            + approved.get().logHead().abbreviated() + ", found "
                            + log.head().abbreviated());
        }
        Path root = run.workspace().results().resolve(approved.get().run().value());
        return Optional.of(new EarlierRun(run, root, log, clock));
    }

    /** The log that was kept; not there in a run from scratch. */
    static Path kept(ApprovedRun run) {
        return run.folder().root().resolve(RunClaim.EARLIER_LOG);
    }

    /** Its name. */
    String name() {
        return root.getFileName().toString();
    }

    /** What it committed of a stage and is intact. */
    Optional<LogEntry> committed(Phase phase, LoopStage stage) {
        return log.committed(phase, stage);
    }

    /** The committed file that lay where this run has this place. */
    Optional<Evidence> evidence(Path place) {
        return evidence(log, then(place));
    }

    /** Whether both runs committed the same bytes for a place. */
    boolean isCommittedAlike(Path place) throws IOException {
        Optional<Sha256> mine =
                evidence(LoopLog.of(now.folder().root(), clock).read(), place).map(Evidence::sha256);
        return mine.isPresent() && mine.equals(evidence(place).map(Evidence::sha256));
    }

    /** Whether this run's text is the committed one but for the runs' names, which stand in the paths. */
    boolean isTextAlike(Path place) throws IOException {
        Optional<Evidence> earlier = evidence(place);
        if (earlier.isEmpty()) {
            return false;
        }
        byte[] bytes = Files.readAllBytes(Path.of(earlier.get().path()));
        if (!Sha256.of(bytes).equals(earlier.get().sha256())) {
            throw changed(earlier.get());
        }
        String renamed = new String(bytes, StandardCharsets.UTF_8)
                .replace(name(), now.folder().root().getFileName().toString());
        return renamed.equals(Files.readString(place));
    }

    /** The place in this run of a place in that one; another place is left as it is. */
    Path now(Path then) {
        return then.startsWith(root)
                ? now.folder().root().resolve(root.relativize(then).toString())
                : then;
    }

    /**
     * Copies a committed file; the copy's bytes are the committed ones.
     *
     * @throws SyncException {@code evidence_changed}; nothing is left of the copy
     */
    static void copy(Evidence earlier, Path to) throws IOException {
        Files.copy(Path.of(earlier.path()), to);
        if (!Sha256.ofFile(to).equals(earlier.sha256())) {
            Files.delete(to);
            throw changed(earlier);
        }
    }

    /** Where an entry's stage was taken from, for the log. */
    ObjectNode provenance(LogEntry entry) {
        return SyncJson.object().put("run", name()).put("seq", entry.seq()).put("ts", entry.ts());
    }

    private Path then(Path place) {
        return place.startsWith(now.folder().root())
                ? root.resolve(now.folder().root().relativize(place).toString())
                : place;
    }

    private static SyncException changed(Evidence earlier) {
        return new SyncException(
                ErrorCode.EVIDENCE_CHANGED,
                earlier.path() + " is not the committed file "
                        + earlier.sha256().abbreviated());
    }

    private static Optional<Evidence> evidence(LogReading log, Path place) {
        return log.entries().stream()
                .filter(LogEntry::ok)
                .flatMap(entry -> entry.record().evidence().stream())
                .filter(evidence -> Path.of(evidence.path()).equals(place))
                .findFirst();
    }
}
