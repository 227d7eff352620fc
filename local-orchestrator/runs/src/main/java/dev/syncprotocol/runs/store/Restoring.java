package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** {@code restore-best}: puts an earlier run back into the showcase, by the order of a promotion (run-store.md section 10.4). */
final class Restoring {
    private final Clock clock;
    private final Duration wait;
    private final Registry registry;
    private final Path runs;

    Restoring(Clock clock, Duration wait, Registry registry, Path runs) {
        this.clock = clock;
        this.wait = wait;
        this.registry = registry;
        this.runs = runs;
    }

    /** The run that {@code to} names: an id, or what the showcase showed at a time. */
    String source(Showcase showcase, String task, String to) throws IOException {
        if (RunId.isOne(to)) {
            boolean known =
                    registry.row(to).filter(row -> row.task().equals(task)).isPresent()
                            || showcase.history().stream()
                                    .anyMatch(entry -> entry.experimentId().equals(to));
            if (!known) {
                throw new SyncException(ErrorCode.USAGE, to + " is no registered run of task " + task)
                        .withNext("sync runs list --task " + task);
            }
            return to;
        }
        Instant at = time(to);
        return showcase.history().stream()
                .filter(entry -> !Instant.parse(entry.at()).isAfter(at))
                .reduce((first, second) -> second)
                .map(ShowcaseEntry::experimentId)
                .orElseThrow(() -> new SyncException(ErrorCode.USAGE, "the showcase was empty at " + to));
    }

    /** What would come; everything is read and compared, nothing is written. */
    BestMetrics preview(Showcase showcase, String id) throws IOException {
        return candidate(id).metrics(now().toString(), showcase.current());
    }

    BestMetrics restore(Showcase showcase, String id, String why) throws IOException {
        Candidate candidate = candidate(id);
        try (StoreLock held = showcase.open(clock.instant(), wait)) {
            held.demandHeld();
            Optional<BestMetrics> before = showcase.current();
            boolean comparable = before.map(best -> best.criterion()
                            .comparable(candidate.lock().config().criterion()))
                    .orElse(true);
            return showcase.show(candidate, comparable ? "restore" : "criterion", why, now());
        }
    }

    private Candidate candidate(String id) throws IOException {
        RunFolder run = new RunFolder(runs.resolve(id));
        RegistryRow row = registry.row(id)
                .orElseThrow(
                        () -> new SyncException(ErrorCode.USAGE, id + " is not registered").withNext("sync runs list"));
        RunManifest manifest = RunManifest.read(run.at(RunFolder.MANIFEST));
        return RunFinish.candidate(run, RunLock.read(run.at(RunFolder.LOCK)), manifest, row.version());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new SyncException(
                    ErrorCode.USAGE, text + " is neither a run id nor a time like 2026-08-01T12:00:00Z", e);
        }
    }
}
