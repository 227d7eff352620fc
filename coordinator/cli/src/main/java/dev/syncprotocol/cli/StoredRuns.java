package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.launch.LaunchRuns;
import dev.syncprotocol.coordinator.round.LaunchId;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.runs.store.CodeState;
import dev.syncprotocol.runs.store.FinishOptions;
import dev.syncprotocol.runs.store.NewRun;
import dev.syncprotocol.runs.store.RunFolder;
import dev.syncprotocol.runs.store.RunLock;
import dev.syncprotocol.runs.store.RunState;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Launches as runs of the run store: where coordinator and store meet.
 *
 * @param root the workspace
 * @param clock gives the runs their names
 * @param progress told when a run cannot be closed
 */
record StoredRuns(Path root, Clock clock, Progress progress) implements LaunchRuns {
    /** What ends a process that says nothing: no exit code of its own is known. */
    private static final int VANISHED = 137;

    private static final String JSON = ".json";

    @Override
    public Begun begin(LaunchId launch, LaunchRequest request) throws IOException {
        LaunchPlan plan = LaunchPlan.read(
                root, root, request.config().value(), request.wishes().set());
        CodeState code = CodeReading.of(root);
        Optional<String> drift = drift(request, code);
        RunLock lock = store().open(new NewRun(
                plan.run(root).bytes(),
                request.config() + JSON,
                Optional.empty(),
                // Two launches of one minute are two runs.
                Optional.of(launch.value()),
                Optional.of(new RunLock.ConfigSource(
                        request.config().value(),
                        request.configSha256(),
                        DocumentFormat.YAML.name().toLowerCase(java.util.Locale.ROOT))),
                code,
                runtime(launch, request, drift)));
        RepoPath folder = new RepoPath(lock.experimentDir());
        return new Begun(folder, Sha256.ofFile(folder.below(root).resolve(RunFolder.LOCK)));
    }

    /** What is not part of the configuration and yet of the run: two launches of one config are the same configuration. */
    private static ObjectNode runtime(LaunchId launch, LaunchRequest request, Optional<String> drift) {
        ObjectNode runtime = CodeReading.runtime()
                .put("launch", launch.value())
                .put("resume", request.resume().map(RepoPath::value).orElse(null));
        drift.ifPresent(words -> runtime.put("code_drift", words));
        return runtime;
    }

    /** A training that goes on does so with its code, unless the caller says otherwise. */
    private Optional<String> drift(LaunchRequest request, CodeState code) throws IOException {
        Optional<String> drift = request.resume().isPresent()
                ? new CodeDrift(store(), request.config()).since(code, Version.text())
                : Optional.empty();
        if (drift.isPresent() && !request.wishes().codeDrift()) {
            throw CodeDrift.refusal(drift.get());
        }
        return drift;
    }

    @Override
    public void close(RepoPath folder) throws IOException {
        Path run = folder.below(root);
        try {
            if (Files.isDirectory(run) && store().show(name(folder)).state() != RunState.FINAL) {
                store().finish(run, new FinishOptions(VANISHED, FinishOptions.Promotion.OK_ONLY));
            }
        } catch (SyncException e) {
            // What the caller asked for is done and recorded; the run can be finished at any later time.
            progress.say("the run " + name(folder) + " could not be finished: " + e.getMessage());
            progress.say("  sync runs recover --all");
        }
    }

    private RunStore store() {
        return new RunStore(root, clock, StoreDoor.WAIT);
    }

    /** The run's id: the name of its folder. */
    static String name(RepoPath folder) {
        return Path.of(folder.value()).getFileName().toString();
    }
}
