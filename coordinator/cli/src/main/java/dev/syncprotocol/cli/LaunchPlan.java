package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.LaunchStarted.InputFile;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.gates.rc1.PpoScale;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.ConfigOverrides;
import dev.syncprotocol.training.LoadedConfig;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfigReader;
import dev.syncprotocol.training.launch.RunSource;
import dev.syncprotocol.training.process.TrainerCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A training config as the coordinator needs to know it: digests, what it demands of the gate, which data it reads.
 *
 * @param path the config inside the workspace
 * @param fileSha256 digest of the file as it lies there
 * @param loaded the config, verified, with its changes
 * @param rc1 the RC1 config behind it, with its changes; empty for a local one
 */
record LaunchPlan(RepoPath path, Sha256 fileSha256, LoadedConfig loaded, Optional<PpoScale> rc1) {
    static LaunchPlan read(Path workspace, Path folder, String typed) throws IOException {
        return read(workspace, folder, typed, List.of());
    }

    /** The config with some values changed, {@code KEY=VALUE} each. */
    static LaunchPlan read(Path workspace, Path folder, String typed, List<String> set) throws IOException {
        RepoPath path = Typed.inside(workspace, folder, typed);
        byte[] file = Typed.bytes(path.below(workspace));
        byte[] changed = ConfigOverrides.apply(file, path.value(), set);
        return new LaunchPlan(
                path,
                Sha256.of(file),
                EngineParts.reader().read(changed, path.value()),
                TrainConfigReader.isRc1(changed)
                        ? Optional.of(PpoScale.read(changed, path.value()))
                        : Optional.empty());
    }

    /**
     * Refuses a {@code BASE_MODEL} that says something else than the config: never two truths (training.md D9).
     *
     * @throws SyncException {@link ErrorCode#CONFIG_INVALID}
     */
    void requireBase(Map<String, String> environment) {
        String base = loaded.config().model().base();
        String wanted = environment.getOrDefault("BASE_MODEL", base);
        if (!wanted.isEmpty() && !wanted.equals(base)) {
            throw new SyncException(
                            ErrorCode.CONFIG_INVALID, "BASE_MODEL is " + wanted + ", and the config trains " + base)
                    .withHint("--set " + (rc1.isPresent() ? "base_model=" : "model.base=") + wanted
                            + " takes that one; or unset BASE_MODEL");
        }
        requireRules(environment);
    }

    /** The rules of preflight.md section 11.1 hold with the changes of this call too: no flag trains around them. */
    private void requireRules(Map<String, String> environment) {
        String base = loaded.config().model().base();
        RunMode mode = RunMode.of(Optional.ofNullable(environment.get("RUN_MODE")));
        List<String> broken = rc1.map(scale -> scale.findings(mode, base, false)).orElse(List.of()).stream()
                .map(Finding::words)
                .toList();
        if (!broken.isEmpty()) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, path + ": " + String.join("; ", broken))
                    .withNext("sync train verify --config " + path);
        }
    }

    GateDemand demand() {
        TrainConfig.Gate gate = loaded.config().gate();
        return new GateDemand(gate.needs().names(), gate.allowDegraded(), gate.preflight());
    }

    /** A config that waits for nothing is a local loop and never moves the round (docs/decisions/0010). */
    LaunchScope scope() {
        TrainConfig.Needs needs = loaded.config().gate().needs();
        return !needs.all() && needs.names().isEmpty() ? LaunchScope.LOOP : LaunchScope.ROUND;
    }

    int threads() {
        return loaded.config().run().threads().orElse(Runtime.getRuntime().availableProcessors());
    }

    LaunchRequest request(Path workspace, Optional<RepoPath> resume, Wishes wishes) throws IOException {
        List<InputFile> inputs = new ArrayList<>();
        for (RepoPath data : dataFiles()) {
            Path file = data.below(workspace);
            if (Files.isRegularFile(file)) {
                inputs.add(new InputFile(data, Sha256.ofFile(file)));
            }
        }
        return new LaunchRequest(
                path,
                fileSha256,
                scope(),
                demand(),
                inputs,
                resume,
                loaded.config().run().outputDir(),
                wishes);
    }

    /** The run this config asks for; its data files are there. */
    RunSource run(Path workspace) throws IOException {
        TrainConfig.Data data = loaded.config().data();
        Path train = data.trainPath().below(workspace);
        try (Stream<String> lines = Files.lines(train)) {
            return new RunSource(
                    loaded,
                    EngineParts.strategy(loaded.config().strategy()),
                    lines.filter(line -> !line.isBlank()).count(),
                    Sha256.ofFile(train),
                    Sha256.ofFile(data.evalPath().below(workspace)));
        } catch (UncheckedIOException e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, data.trainPath() + " cannot be read as text", e);
        }
    }

    /** Refuses data files that are not there; asked only once the gate is open, which may be waiting for them. */
    void requireData(Path workspace) {
        dataFiles().stream()
                .filter(data -> !Files.isRegularFile(data.below(workspace)))
                .findFirst()
                .ifPresent(data -> {
                    throw new SyncException(
                                    ErrorCode.CONFIG_INVALID, path + " reads " + data + ", and there is no such file")
                            .withNext(
                                    rc1.isPresent() ? "sync preflight run" : "sync data make-min",
                                    "sync train verify --config " + path);
                });
    }

    /**
     * Refuses an outside trainer whose program is not there, before anything is recorded.
     *
     * @param path the value of {@code PATH}
     * @throws SyncException {@link ErrorCode#CONFIG_INVALID} with the manual way
     */
    void requireTrainer(Path workspace, Optional<RepoPath> resume, String path) {
        if (loaded.config().engine().process().isPresent()) {
            TrainerCommand.of(loaded, resume.map(RepoPath::value)).found(workspace, path);
        }
    }

    private List<RepoPath> dataFiles() {
        TrainConfig.Data data = loaded.config().data();
        return List.of(data.trainPath(), data.evalPath());
    }
}
