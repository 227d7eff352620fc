package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code new}: claims the folder of a run and writes what a trainer needs (run-store.md section 9.2). */
final class RunOpening {
    private final StoreFiles files;
    private final Path workspace;
    private final Clock clock;

    RunOpening(StoreFiles files, Path workspace, Clock clock) {
        this.files = files;
        this.workspace = workspace;
        this.clock = clock;
    }

    RunLock open(NewRun asked) throws IOException {
        Path source = Path.of(asked.path());
        RunConfig config = RunConfig.read(asked.source(), RunConfig.format(source), asked.path());
        refuseDirty(config, asked.code());
        Registry registry =
                new Registry(files, RunPaths.inside(workspace, config.paths().registryDir()));
        List<RegistryRow> rows = registry.rows();
        ModelVersion.check(
                rows.stream().filter(row -> row.task().equals(config.task())).reduce((a, b) -> b), config);
        Path output = RunPaths.inside(workspace, config.paths().outputRoot());
        RunPaths.inside(workspace, config.paths().bestDir());
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        RunId id = id(config, asked, now);
        RunFolder run = claim(output, id);
        copyConfig(output, asked, id, now);
        RunLock lock = new RunLock(
                id,
                now.toString(),
                workspace.relativize(run.path()).toString().replace(File.separatorChar, '/'),
                config,
                config.configHash(),
                asked.origin()
                        .orElseGet(
                                () -> new RunLock.ConfigSource(asked.path(), Sha256.of(asked.source()), word(source))),
                asked.code(),
                registry.head());
        write(run, lock, asked);
        return lock;
    }

    private static void refuseDirty(RunConfig config, CodeState code) {
        if (config.refusesDirty() && code.dirty().orElse(false)) {
            throw new SyncException(
                    ErrorCode.DIRTY_TREE, "the work tree has changes and the configuration says code.dirty: refuse");
        }
    }

    private static RunId id(RunConfig config, NewRun asked, Instant now) {
        if (config.id().isPresent()) {
            return config.id().get();
        }
        String slug = RunId.slug(asked.slug().orElse(config.name()));
        return RunId.of(
                now,
                asked.suffix().map(suffix -> slug + "-" + RunId.slug(suffix)).orElse(slug));
    }

    private RunFolder claim(Path output, RunId id) throws IOException {
        Path runs = output.resolve("runs");
        files.folders(runs);
        RunFolder run = new RunFolder(runs.resolve(id.value()));
        try {
            files.claim(run.path());
        } catch (FileAlreadyExistsException taken) {
            throw new SyncException(
                    ErrorCode.RUN_EXISTS,
                    id + " exists: a run is never written twice",
                    taken,
                    "--slug-suffix gives a second run of the same minute a name of its own",
                    List.of(),
                    List.of("sync runs show " + id));
        }
        for (String folder : List.of(RunFolder.CHECKPOINTS, RunFolder.CHARTS, RunFolder.TENSORBOARD)) {
            files.folders(run.at(folder));
        }
        return run;
    }

    /** Section C17: the minute's name where it is free or holds the same bytes, else the run's own name. */
    private void copyConfig(Path output, NewRun asked, RunId id, Instant now) throws IOException {
        Path folder = output.resolve("configs");
        files.folders(folder);
        String ending = "." + word(Path.of(asked.path()));
        Path minute = folder.resolve("exp-" + RunId.minute(now) + ending);
        if (!kept(minute, asked.source()) && !kept(folder.resolve(id + ending), asked.source())) {
            throw new SyncException(
                    ErrorCode.NAME_TAKEN, folder.resolve(id + ending) + " is there with another content");
        }
    }

    private boolean kept(Path file, byte[] content) throws IOException {
        try {
            files.publish(file, content);
            return true;
        } catch (FileAlreadyExistsException there) {
            return Arrays.equals(Files.readAllBytes(file), content);
        }
    }

    private void write(RunFolder run, RunLock lock, NewRun asked) throws IOException {
        files.publish(run.at(RunFolder.LOCK), lock.bytes(asked.runtime()));
        complete(run, lock);
    }

    /** What follows the lock; a {@code new} that was killed after it goes on from here. */
    void complete(RunFolder run, RunLock lock) throws IOException {
        if (Files.exists(run.at(RunFolder.MANIFEST))) {
            return;
        }
        String header = CsvText.line(MetricsTable.columnsOf(lock.config()));
        publishOnce(run.at(RunFolder.METRICS), header.getBytes(StandardCharsets.UTF_8));
        publishOnce(run.at(RunFolder.ERRORS), new byte[0]);
        RunManifest.Head head =
                new RunManifest.Head(lock.id().value(), lock.timestamp(), lock.code(), lock.configHash());
        files.publish(run.at(RunFolder.MANIFEST), new RunManifest(head, Optional.empty()).bytes());
    }

    private void publishOnce(Path file, byte[] content) throws IOException {
        if (!Files.exists(file)) {
            files.publish(file, content);
        }
    }

    private static String word(Path source) {
        return source.toString().endsWith(".json") ? "json" : "yaml";
    }
}
