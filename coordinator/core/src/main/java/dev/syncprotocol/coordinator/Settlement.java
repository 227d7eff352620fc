package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.LaunchFolder;
import dev.syncprotocol.coordinator.launch.LaunchOutcome;
import dev.syncprotocol.coordinator.launch.LaunchProgress;
import dev.syncprotocol.coordinator.launch.LaunchWatch;
import dev.syncprotocol.coordinator.launch.Liveness;
import dev.syncprotocol.coordinator.readiness.ArtifactDigest;
import dev.syncprotocol.coordinator.round.Launch;
import dev.syncprotocol.coordinator.round.LaunchEnd;
import dev.syncprotocol.coordinator.round.LaunchFinished;
import dev.syncprotocol.coordinator.round.RecordedArtifact;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The end of a launch that is not recorded yet: what the engine said, or that it vanished. */
record Settlement(Workspace workspace) {
    private static final RepoPath TRAIN_LOG = new RepoPath("logs/train.log");
    private static final RepoPath METRICS = new RepoPath("reports/metrics.jsonl");
    private static final RepoPath EFFECTIVE_CONFIG = new RepoPath("reports/config_effective.yaml");
    private static final int LOG_TAIL_BYTES = 1 << 16;

    /** The end to record, if there is one. */
    Optional<LaunchFinished> due(Optional<Round> round) throws IOException {
        Optional<Launch> running = round.flatMap(Round::runningLaunch);
        if (running.isEmpty()) {
            return Optional.empty();
        }
        LaunchFolder folder =
                LaunchFolder.of(workspace.launches(), running.get().id());
        return switch (LaunchWatch.liveness(folder)) {
            case ENDED -> Optional.of(ended(running.get(), folder.outcome().orElseThrow()));
            // STARTING counts as lost only under the lock, see stillDue.
            case LOST, STARTING -> Optional.of(lost(running.get(), folder.heartbeat()));
            case RUNNING, ELSEWHERE -> Optional.empty();
        };
    }

    /**
     * Whether that end is still to be recorded, asked under the ledger's lock. Whoever starts an engine holds the lock
     * until the process is written down; so a launch without a process, seen under the lock, was abandoned half-way.
     */
    boolean stillDue(Optional<Round> round, LaunchFinished due) throws IOException {
        Optional<Launch> running =
                round.flatMap(Round::runningLaunch).filter(launch -> launch.id().equals(due.launch()));
        if (running.isEmpty()) {
            return false;
        }
        Liveness now = LaunchWatch.liveness(LaunchFolder.of(workspace.launches(), due.launch()));
        return due.end() == LaunchEnd.LOST ? now == Liveness.LOST || now == Liveness.STARTING : now == Liveness.ENDED;
    }

    private LaunchFinished ended(Launch launch, LaunchOutcome outcome) throws IOException {
        return finished(
                launch,
                outcome.end(),
                outcome.exitCode(),
                new Numbers(outcome.step(), outcome.maxSteps(), outcome.loss()),
                outcome.checkpoint(),
                outcome.errorReport());
    }

    private LaunchFinished lost(Launch launch, Optional<LaunchProgress> beat) throws IOException {
        Numbers numbers = beat.map(last -> new Numbers(last.step(), last.maxSteps(), last.loss()))
                .orElse(new Numbers(0, 0, OptionalDouble.empty()));
        return finished(launch, LaunchEnd.LOST, OptionalInt.empty(), numbers, Optional.empty(), Optional.empty());
    }

    private record Numbers(long step, long maxSteps, OptionalDouble loss) {}

    private LaunchFinished finished(
            Launch launch,
            LaunchEnd end,
            OptionalInt exitCode,
            Numbers numbers,
            Optional<RepoPath> checkpoint,
            Optional<RepoPath> errorReport)
            throws IOException {
        return new LaunchFinished(
                launch.started().round(),
                launch.id(),
                launch.started().scope(),
                end,
                exitCode,
                numbers.step(),
                numbers.maxSteps(),
                numbers.loss(),
                checkpoint,
                errorReport,
                logTail(),
                left(launch.started().run(), checkpoint, errorReport));
    }

    private List<RecordedArtifact> left(
            Optional<RepoPath> run, Optional<RepoPath> checkpoint, Optional<RepoPath> errorReport) throws IOException {
        List<RecordedArtifact> left = new ArrayList<>();
        add(left, "metrics", METRICS);
        add(left, "config_effective", EFFECTIVE_CONFIG);
        if (checkpoint.isPresent()) {
            add(left, "checkpoint", checkpoint.get());
        }
        if (errorReport.isPresent()) {
            add(left, "error_report", errorReport.get());
        }
        if (run.isPresent()) {
            add(left, "run_manifest", new RepoPath(run.get() + "/manifest.json"));
        }
        return left;
    }

    private void add(List<RecordedArtifact> left, String name, RepoPath path) throws IOException {
        ArtifactDigest.of(workspace.root(), path)
                .ifPresent(found -> left.add(new RecordedArtifact(
                        name,
                        path,
                        Optional.of(found.sha256()),
                        OptionalLong.of(found.bytes()),
                        false,
                        found.directory())));
    }

    /** Digest of the last 64 KiB of the training log, or of all of it when it is shorter. */
    private Optional<Sha256> logTail() throws IOException {
        Path log = TRAIN_LOG.below(workspace.root());
        if (!Files.isRegularFile(log)) {
            return Optional.empty();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(LOG_TAIL_BYTES, file.length())];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            return Optional.of(Sha256.of(tail));
        }
    }
}
