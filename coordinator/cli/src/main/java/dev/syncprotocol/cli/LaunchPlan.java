package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.LaunchStarted.InputFile;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.LoadedConfig;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.launch.RunSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A training config as the coordinator needs to know it: digests, what it demands of the gate, which data it reads.
 *
 * @param path the config inside the workspace
 * @param loaded the config, verified
 */
record LaunchPlan(RepoPath path, LoadedConfig loaded) {
    static LaunchPlan read(Path workspace, Path folder, String typed) throws IOException {
        RepoPath path = Typed.inside(workspace, folder, typed);
        return new LaunchPlan(path, EngineParts.reader().read(Typed.bytes(path.below(workspace)), path.value()));
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
                loaded.sourceSha256(),
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
                            .withNext("sync data make-min", "sync train verify --config " + path);
                });
    }

    private List<RepoPath> dataFiles() {
        TrainConfig.Data data = loaded.config().data();
        return List.of(data.trainPath(), data.evalPath());
    }
}
