package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.EngineProcess;
import dev.syncprotocol.coordinator.launch.LaunchFolder;
import dev.syncprotocol.coordinator.launch.LaunchOutcome;
import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.launch.LaunchState;
import dev.syncprotocol.coordinator.launch.LaunchWatch;
import dev.syncprotocol.coordinator.launch.Liveness;
import dev.syncprotocol.coordinator.round.Launch;
import dev.syncprotocol.coordinator.round.LaunchFinished;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.LaunchStarted;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A launch as it is to be shown: the live process laid over what is recorded. Read-only verbs record nothing, so an engine
 * that vanished is shown as lost before the next writing verb records it (docs/decisions/0010).
 */
record LaunchView(Workspace workspace, Clock clock) {
    /** Longer than any start takes: a launch that old without a process was abandoned half-way. */
    private static final Duration STARTING = Duration.ofSeconds(30);

    LaunchReport of(Launch launch) throws IOException {
        LaunchFolder folder = LaunchFolder.of(workspace.launches(), launch.id());
        OptionalLong pid =
                folder.process().map(EngineProcess::pid).map(OptionalLong::of).orElse(OptionalLong.empty());
        return launch.finished().isPresent()
                ? recorded(launch, launch.finished().get(), pid)
                : live(launch, folder, pid);
    }

    private LaunchReport live(Launch launch, LaunchFolder folder, OptionalLong pid) throws IOException {
        LaunchState state = state(launch, LaunchWatch.liveness(folder), folder.outcome());
        Optional<LaunchOutcome> outcome = state == LaunchState.RUNNING ? Optional.empty() : folder.outcome();
        return outcome.isPresent() ? ended(launch, outcome.get(), pid) : beating(launch, state, folder, pid);
    }

    private LaunchState state(Launch launch, Liveness liveness, Optional<LaunchOutcome> outcome) {
        return switch (liveness) {
            case ENDED -> LaunchState.of(outcome.orElseThrow().end());
            case RUNNING, ELSEWHERE -> LaunchState.RUNNING;
            case STARTING ->
                Duration.between(launch.at(), clock.instant()).compareTo(STARTING) < 0
                        ? LaunchState.RUNNING
                        : LaunchState.LOST;
            case LOST -> LaunchState.LOST;
        };
    }

    private LaunchReport recorded(Launch launch, LaunchFinished end, OptionalLong pid) {
        return report(
                launch,
                LaunchState.of(end.end()),
                true,
                false,
                pid,
                new Numbers(end.step(), end.maxSteps(), end.loss(), end.exitCode()),
                end.checkpoint(),
                end.errorReport());
    }

    private LaunchReport ended(Launch launch, LaunchOutcome outcome, OptionalLong pid) {
        return report(
                launch,
                LaunchState.of(outcome.end()),
                false,
                false,
                pid,
                new Numbers(outcome.step(), outcome.maxSteps(), outcome.loss(), outcome.exitCode()),
                outcome.checkpoint(),
                outcome.errorReport());
    }

    private LaunchReport beating(Launch launch, LaunchState state, LaunchFolder folder, OptionalLong pid)
            throws IOException {
        Numbers numbers = folder.heartbeat()
                .map(last -> new Numbers(last.step(), last.maxSteps(), last.loss(), OptionalInt.empty()))
                .orElse(new Numbers(0, 0, OptionalDouble.empty(), OptionalInt.empty()));
        return report(launch, state, false, !folder.exists(), pid, numbers, Optional.empty(), Optional.empty());
    }

    private record Numbers(long step, long maxSteps, OptionalDouble loss, OptionalInt exitCode) {}

    private Optional<RepoPath> resumable(LaunchStarted started, LaunchState state) {
        boolean unfinished = state == LaunchState.STOPPED || state == LaunchState.LOST || state == LaunchState.FAILED;
        return started.checkpoints()
                .filter(folder -> unfinished)
                .map(folder -> new RepoPath(folder + "/latest"))
                .filter(latest -> Files.isDirectory(latest.below(workspace.root())));
    }

    private LaunchReport report(
            Launch launch,
            LaunchState state,
            boolean recorded,
            boolean elsewhere,
            OptionalLong pid,
            Numbers numbers,
            Optional<RepoPath> checkpoint,
            Optional<RepoPath> errorReport) {
        LaunchStarted started = launch.started();
        return new LaunchReport(
                launch.id(),
                started.round(),
                started.scope(),
                state,
                recorded,
                started.config(),
                started.inputsSha256(),
                started.resume(),
                started.run(),
                resumable(started, state),
                elsewhere,
                started.degraded(),
                launch.at(),
                pid,
                numbers.step(),
                numbers.maxSteps(),
                numbers.loss(),
                numbers.exitCode(),
                checkpoint,
                errorReport);
    }

    /** The round's state with the live engine laid over it. */
    static RoundState state(Round round, Optional<LaunchReport> newest) {
        boolean overlaid = round.state() == RoundState.TRAINING
                && newest.filter(report -> report.scope() == LaunchScope.ROUND && !report.recorded())
                        .isPresent();
        if (!overlaid) {
            return round.state();
        }
        return switch (newest.get().state()) {
            case RUNNING -> RoundState.TRAINING;
            case FINISHED -> RoundState.DONE;
            case FAILED, STOPPED, LOST -> RoundState.FAILED;
        };
    }
}
