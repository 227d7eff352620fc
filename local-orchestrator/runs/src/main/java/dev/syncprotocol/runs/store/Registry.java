package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The register of finished runs: two append-only tables (run-store.md section 8.8). */
final class Registry {
    private static final List<String> ARTIFACT_COLUMNS =
            List.of("experiment_id", "path", "kind", "size", "sha256", "finalized_at", "prev_sha256");

    private static final List<String> REPAIR_COLUMNS =
            List.of("at", "experiment_id", "path", "bad_sha256", "good_sha256", "source", "prev_sha256");

    private final StoreFiles files;
    private final Path folder;
    private final ChainedCsv models;
    private final ChainedCsv artifacts;

    Registry(StoreFiles files, Path folder) {
        this.files = files;
        this.folder = folder;
        this.models = new ChainedCsv(files, folder.resolve("models.csv"), RegistryRow.COLUMNS);
        this.artifacts = new ChainedCsv(files, folder.resolve("artifacts.csv"), ARTIFACT_COLUMNS);
    }

    Path folder() {
        return folder;
    }

    /** Takes the lock of the registry. */
    StoreLock lock(Duration wait) throws IOException {
        files.folders(folder);
        return StoreLock.take(folder.resolve(".lock"), wait, "the registry");
    }

    /** The table of repairs; its writer holds the lock. */
    ChainedCsv repairs() {
        return new ChainedCsv(files, folder.resolve("repairs.csv"), REPAIR_COLUMNS);
    }

    /** Every registered run, in the order of registration. */
    List<RegistryRow> rows() throws IOException {
        return models.records().stream().map(RegistryRow::of).toList();
    }

    /** The digest of the last line of {@code models.csv}. */
    Optional<Sha256> head() throws IOException {
        return models.head();
    }

    Optional<RegistryRow> row(String id) throws IOException {
        return models.recordsOf(id).stream().map(RegistryRow::of).findFirst();
    }

    /**
     * Registers a final run: its files first, the models row last, which is the record that the registration is complete.
     * Doing it again changes nothing.
     *
     * @throws SyncException {@link ErrorCode#ALREADY_FINAL_OTHER_CONTENT} when the id stands there with another manifest
     */
    RegistryRow register(RunLock lock, RunManifest manifest, Sha256 digest, Instant now, Duration wait)
            throws IOException {
        files.folders(folder);
        try (StoreLock held = StoreLock.take(folder.resolve(".lock"), wait, "the registry")) {
            held.demandHeld();
            List<RegistryRow> before = rows();
            Optional<RegistryRow> known = before.stream()
                    .filter(row -> row.experimentId().equals(lock.id().value()))
                    .findFirst();
            if (known.isPresent()) {
                return same(known.get(), manifest, digest);
            }
            RegistryRow row = row(lock, manifest, digest, before);
            addArtifacts(manifest, now);
            models.append(List.of(row.cells()), now);
            return row;
        }
    }

    /** Adds rows of deleted files. */
    void bury(String id, List<Tombstone> stones, Instant now, Duration wait) throws IOException {
        try (StoreLock held = StoreLock.take(folder.resolve(".lock"), wait, "the registry")) {
            held.demandHeld();
            Set<List<String>> there = artifactKeys(id);
            List<List<String>> rows = new ArrayList<>();
            for (Tombstone stone : stones) {
                if (!there.contains(List.of(stone.path(), "tombstone"))) {
                    rows.add(List.of(
                            id,
                            stone.path(),
                            "tombstone",
                            Long.toString(stone.size()),
                            stone.sha256().hex(),
                            stone.at()));
                }
            }
            if (!rows.isEmpty()) {
                artifacts.append(rows, now);
            }
        }
    }

    /** Everything wrong with the tables themselves, in words. */
    List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>(models.breaks());
        faults.addAll(artifacts.breaks());
        faults.addAll(repairs().breaks());
        long seq = 0;
        for (RegistryRow row : rows()) {
            seq++;
            if (row.seq() != seq) {
                faults.add("models.csv: registry_seq " + row.seq() + " stands at place " + seq);
                break;
            }
        }
        return faults;
    }

    /** Whether a lock's anchor is a line of the table: a cut tail loses it. */
    Set<Sha256> lines() throws IOException {
        return new HashSet<>(models.digests());
    }

    private static RegistryRow same(RegistryRow known, RunManifest manifest, Sha256 digest) {
        boolean replaced = manifest.ended().previous().isPresent();
        if (!replaced && !known.manifestSha256().equals(digest)) {
            throw new SyncException(
                    ErrorCode.ALREADY_FINAL_OTHER_CONTENT,
                    known.experimentId() + " is registered with manifest "
                            + known.manifestSha256().abbreviated() + ", found " + digest.abbreviated());
        }
        return known;
    }

    private static RegistryRow row(RunLock lock, RunManifest manifest, Sha256 digest, List<RegistryRow> before) {
        RunManifest.End end = manifest.ended();
        RunConfig config = lock.config();
        Optional<RegistryRow> last =
                before.stream().filter(row -> row.task().equals(config.task())).reduce((first, second) -> second);
        Optional<BestPoint> best = end.best().map(BestCheckpoint::point);
        return new RegistryRow(
                lock.id().value(),
                end.best().filter(BestCheckpoint::kept).isPresent() ? lock.experimentDir() + "/" + RunFolder.BEST : "",
                best.isPresent() ? OptionalDouble.of(best.get().value()) : OptionalDouble.empty(),
                lock.code().commit().orElse(""),
                lock.configHash().hex(),
                config.dataVersion(),
                before.size() + 1L,
                ModelVersion.next(last, lock).toString(),
                end.finalizedAt(),
                config.task(),
                config.criterion().primary(),
                config.criterion().mode(),
                end.status(),
                config.arch(),
                digest);
    }

    private void addArtifacts(RunManifest manifest, Instant now) throws IOException {
        String id = manifest.head().id();
        Set<List<String>> there = artifactKeys(id);
        List<List<String>> rows = new ArrayList<>();
        for (RunFile file : manifest.ended().content().files()) {
            if (!there.contains(List.of(file.path(), file.kind().word()))) {
                rows.add(List.of(
                        id,
                        file.path(),
                        file.kind().word(),
                        Long.toString(file.size()),
                        file.sha256().hex(),
                        manifest.ended().finalizedAt()));
            }
        }
        if (!rows.isEmpty()) {
            artifacts.append(rows, now);
        }
    }

    private Set<List<String>> artifactKeys(String id) throws IOException {
        Set<List<String>> keys = new HashSet<>();
        for (List<String> cells : artifacts.recordsOf(id)) {
            keys.add(List.of(cells.get(1), cells.get(2)));
        }
        return keys;
    }
}
