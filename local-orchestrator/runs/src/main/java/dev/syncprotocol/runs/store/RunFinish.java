package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code finish}: the steps F0 to F14 of run-store.md section 9.2, in their order. Every step is safe to repeat: after a
 * crash the same call goes on where it stopped.
 */
final class RunFinish {
    private final StoreFiles files;
    private final Path workspace;
    private final Clock clock;
    private final Duration wait;

    RunFinish(StoreFiles files, Path workspace, Clock clock, Duration wait) {
        this.files = files;
        this.workspace = workspace;
        this.clock = clock;
        this.wait = wait;
    }

    Finished finish(RunFolder run, RunLock lock, FinishOptions asked) throws IOException {
        // F0
        try (StoreLock held = StoreLock.take(run.at(RunFolder.RUN_LOCK), wait, "the run " + run.name())) {
            held.demandHeld();
            if (!Files.exists(run.at(RunFolder.SUMS))) {
                new RunOpening(files, workspace, clock).complete(run, lock);
            }
            RunManifest before = RunManifest.read(run.at(RunFolder.MANIFEST));
            if (before.isFinal() && Cleanup.interrupted(run)) {
                before = new Cleanup(files, clock, wait).resume(run, registry(lock));
            }
            boolean closing = Files.exists(run.at(RunFolder.CLOSING));
            if (before.isFinal() && !closing) {
                RegistryRow row = register(run, lock, before);
                mirror(run, lock);
                return new Finished(lock, before, row, Finished.Outcome.ALREADY_FINAL, Optional.empty(), List.of());
            }
            if (!before.isFinal()) {
                close(run, lock, before, asked);
            }
            Finished finished = publish(run, lock);
            // F13, after the marker is gone: a disk that is away must not hold the run.
            mirror(run, lock);
            return finished;
        }
    }

    private void mirror(RunFolder run, RunLock lock) throws IOException {
        Optional<String> configured = lock.config().paths().mirrorDir();
        if (configured.isEmpty()) {
            return;
        }
        Showcase showcase = showcase(lock);
        try {
            Path folder =
                    Mirroring.folder(workspace, configured.get(), run.path().getParent());
            new Mirroring(new Mirror(files, folder), clock, wait).showcase(showcase);
        } catch (IOException | SyncException failed) {
            throw new SyncException(
                            ErrorCode.MIRROR_FAILED,
                            run.name() + " is final and registered, but " + configured.get() + " has no copy: "
                                    + failed.getMessage(),
                            failed)
                    .withNext("sync runs mirror");
        }
    }

    private Showcase showcase(RunLock lock) throws IOException {
        return new Showcase(
                files,
                workspace,
                RunPaths.inside(workspace, lock.config().paths().bestDir()));
    }

    private void close(RunFolder run, RunLock lock, RunManifest open, FinishOptions asked) throws IOException {
        MetricsTable metrics = MetricsTable.whole(files, run, lock.config());
        // F1
        if (!Files.exists(run.at(RunFolder.CLOSING))) {
            String at = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            files.publish(run.at(RunFolder.CLOSING), text(SyncJson.pretty(asked.closing(at))));
        }
        JsonNode closing = SyncJson.read(Files.readString(run.at(RunFolder.CLOSING)));
        // F2 to F4
        BestSearch best = BestSearch.in(run, lock, metrics);
        keepBest(run, lock, best);
        // F5
        RunReport report = new RunReport(
                lock,
                metrics,
                best,
                FinishOptions.of(closing),
                closing.path("at").asText());
        for (RunReport.Page page : report.pages(run)) {
            publishOnce(run.at(page.path()), page.content());
        }
        // F6
        buryTemporaries(run, closing.path("at").asText());
        // F7
        RunContent content = new RunScan(run).content(tombstones(run));
        // F8, F9
        RunManifest manifest = new RunManifest(
                open.head(),
                Optional.of(new RunManifest.End(
                        best.status(lock.config(), FinishOptions.of(closing)),
                        closing.path("at").asText(),
                        lock.config().criterion(),
                        best.overall(),
                        best.kept(lock.config()),
                        content,
                        Optional.empty())));
        seal(run, manifest);
    }

    private void keepBest(RunFolder run, RunLock lock, BestSearch best) throws IOException {
        Optional<BestCheckpoint> kept = best.kept(lock.config()).filter(BestCheckpoint::kept);
        Path copy = run.at(RunFolder.BEST);
        if (kept.isEmpty()) {
            return;
        }
        if (!Files.exists(copy)) {
            files.publishCopy(run.at(kept.get().path()), copy, kept.get().sha256());
            return;
        }
        Sha256 found = Sha256.ofFile(copy);
        if (!found.equals(kept.get().sha256())) {
            throw new DamagedFile(copy, kept.get().sha256(), found)
                    .withHint("only finish writes best.pt; a trainer writes step-NNNNNN.pt");
        }
    }

    private void publishOnce(Path file, byte[] content) throws IOException {
        if (!Files.exists(file)) {
            files.folders(file.getParent());
            files.publish(file, content);
        }
    }

    private void buryTemporaries(RunFolder run, String at) throws IOException {
        for (Path file : temporaries(run)) {
            String path = run.path().relativize(file).toString();
            Tombstone stone = new Tombstone(
                    path, Files.size(file), Sha256.ofFile(file), FileKind.OTHER, "temporary", "finish", at);
            files.append(run.at(RunFolder.TOMBSTONES), text(SyncJson.compact(stone.tree()) + "\n"));
            files.delete(file);
        }
    }

    static List<Path> temporaries(RunFolder run) throws IOException {
        try (Stream<Path> all = Files.walk(run.path())) {
            return all.filter(Files::isRegularFile)
                    .filter(StoreFiles::isTemporary)
                    .sorted()
                    .toList();
        }
    }

    /** The lines of tombstones.jsonl; an unfinished last one is left out. */
    private static List<Tombstone> tombstones(RunFolder run) throws IOException {
        Path file = run.at(RunFolder.TOMBSTONES);
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(SyncJson::read)
                .map(Tombstone::of)
                .toList();
    }

    /** Moving the manifest over the open one makes the run final. */
    private void seal(RunFolder run, RunManifest manifest) throws IOException {
        byte[] bytes = manifest.bytes();
        byte[] sums = manifest.ended().content().sums(Sha256.of(bytes));
        Path published = run.at(RunFolder.SUMS);
        if (Files.exists(published) && !Arrays.equals(Files.readAllBytes(published), sums)) {
            files.folders(run.at(RunFolder.HISTORY));
            files.move(published, ManifestHistory.next(run, RunFolder.SUMS));
        }
        if (!Files.exists(published)) {
            files.publish(published, sums);
        }
        files.replace(run.at(RunFolder.MANIFEST), bytes);
    }

    private Finished publish(RunFolder run, RunLock lock) throws IOException {
        RunManifest manifest = RunManifest.read(run.at(RunFolder.MANIFEST));
        RunManifest.End end = manifest.ended();
        FinishOptions options = FinishOptions.of(SyncJson.read(Files.readString(run.at(RunFolder.CLOSING))));
        // F10
        for (RunFile file : end.content().files()) {
            files.readOnly(run.at(file.path()));
        }
        // F11
        RegistryRow row = register(run, lock, manifest);
        // F12
        Finished finished = promote(run, lock, manifest, row, options);
        // The cache of lists, which may be deleted at any time.
        new RunIndex(files, workspace).add(run, lock, manifest);
        // F14
        dropTemporaries(run);
        files.delete(run.at(RunFolder.CLOSING));
        return finished;
    }

    /** A crash between writing the manifest aside and moving it leaves a temporary file that no manifest lists. */
    private void dropTemporaries(RunFolder run) throws IOException {
        for (Path file : temporaries(run)) {
            files.delete(file);
        }
    }

    private RegistryRow register(RunFolder run, RunLock lock, RunManifest manifest) throws IOException {
        Sha256 digest = Sha256.ofFile(run.at(RunFolder.MANIFEST));
        return registry(lock).register(lock, manifest, digest, clock.instant(), wait);
    }

    private Registry registry(RunLock lock) throws IOException {
        return new Registry(
                files, RunPaths.inside(workspace, lock.config().paths().registryDir()));
    }

    private Finished promote(RunFolder run, RunLock lock, RunManifest manifest, RegistryRow row, FinishOptions options)
            throws IOException {
        List<String> warnings = BestSearch.warnings(manifest);
        Optional<Finished.Outcome> refused = refusal(lock, manifest, options);
        if (refused.isPresent()) {
            return new Finished(lock, manifest, row, refused.get(), Optional.empty(), warnings);
        }
        Showcase showcase = showcase(lock);
        try (StoreLock held = showcase.open(clock.instant(), wait)) {
            held.demandHeld();
            Optional<BestMetrics> before = showcase.current();
            if (before.filter(old -> old.experimentId().equals(lock.id().value()))
                    .isPresent()) {
                // Promoted before the crash that brought us here again.
                return new Finished(lock, manifest, row, Finished.Outcome.PROMOTED, Optional.empty(), warnings);
            }
            Finished.Outcome outcome = decide(before, lock, manifest);
            if (outcome == Finished.Outcome.PROMOTED) {
                Candidate candidate = candidate(run, lock, manifest, row.version());
                showcase.show(candidate, "promote", "", clock.instant().truncatedTo(ChronoUnit.SECONDS));
            }
            return new Finished(lock, manifest, row, outcome, before, warnings);
        }
    }

    private static Optional<Finished.Outcome> refusal(RunLock lock, RunManifest manifest, FinishOptions options) {
        RunManifest.End end = manifest.ended();
        if (!lock.config().keepBest()) {
            return Optional.of(Finished.Outcome.NOT_KEPT);
        }
        if (end.best().isEmpty()) {
            return Optional.of(Finished.Outcome.NO_BEST);
        }
        return options.allows(end.status()) ? Optional.empty() : Optional.of(Finished.Outcome.NOT_PROMOTED);
    }

    /** Section 10.2: strictly better, by more than min_delta, under the same metric, mode and unit. */
    private static Finished.Outcome decide(Optional<BestMetrics> before, RunLock lock, RunManifest manifest) {
        Criterion criterion = lock.config().criterion();
        if (before.isEmpty()) {
            return Finished.Outcome.PROMOTED;
        }
        BestMetrics old = before.get();
        if (!criterion.comparable(old.criterion())) {
            return Finished.Outcome.CRITERION_CHANGED;
        }
        double value = manifest.ended().best().orElseThrow().point().value();
        return criterion.mode().better(value, old.point().value(), criterion.minDelta())
                ? Finished.Outcome.PROMOTED
                : Finished.Outcome.NOT_IMPROVED;
    }

    /**
     * A candidate whose every byte was read and compared just now.
     *
     * @throws RunDamaged when one differs
     */
    static Candidate candidate(RunFolder run, RunLock lock, RunManifest manifest, String version) throws IOException {
        RunCheck check = RunVerifier.check(run, RunCheck.Level.FULL);
        if (!check.passed()) {
            throw new RunDamaged(run.name() + " was not promoted", check.findings());
        }
        RunManifest.End end = manifest.ended();
        RunFile best = end.content()
                .file(RunFolder.BEST)
                .orElseThrow(() -> new SyncException(ErrorCode.NO_BEST, run.name() + " kept no best checkpoint"));
        return new Candidate(
                run, lock, end.best().orElseThrow(), best, Sha256.ofFile(run.at(RunFolder.MANIFEST)), version);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
