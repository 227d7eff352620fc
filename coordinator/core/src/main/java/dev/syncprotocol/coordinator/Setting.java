package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.ledger.LedgerReader;
import dev.syncprotocol.coordinator.ledger.RoundLedger;
import dev.syncprotocol.coordinator.readiness.Readiness;
import dev.syncprotocol.coordinator.round.Launch;
import dev.syncprotocol.coordinator.round.LaunchFinished;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundEvent;
import dev.syncprotocol.coordinator.round.RoundTransitions;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What every verb works with: the workspace, its ledger, the ports. Every write goes through {@link #write}, which first
 * records the end of an engine that ended while nobody followed.
 */
record Setting(Workspace workspace, CoordinatorPorts ports, RoundLedger ledger) {
    static Setting of(Workspace workspace, CoordinatorPorts ports) {
        return new Setting(workspace, ports, new RoundLedger(workspace.repository(), ports.clock(), ports.lockWait()));
    }

    Path root() {
        return workspace.root();
    }

    Party local() {
        return workspace.config().local();
    }

    /** A fresh look at the workspace. */
    Readiness readiness() {
        return new Readiness(root(), ports.gates());
    }

    Optional<Round> current() throws IOException {
        try (LedgerReader reader = ledger.read()) {
            return reader.currentRound();
        }
    }

    <T> T write(RoundLedger.Decision<T> decision) throws IOException {
        Settlement settlement = new Settlement(workspace);
        Optional<Round> before = current();
        // Hashing what the engine left may take long, so it is done before the lock is taken.
        Optional<LaunchFinished> due = settlement.due(before);
        AtomicBoolean recorded = new AtomicBoolean();
        T result = ledger.write(writer -> {
            recorded.set(due.isPresent() && settlement.stillDue(writer.reader().currentRound(), due.get()));
            if (recorded.get()) {
                writer.append(due.get(), List.of());
            }
            return decision.decide(writer);
        });
        if (recorded.get()) {
            closeRun(before.flatMap(Round::runningLaunch));
        }
        return result;
    }

    /** The engine finishes its run itself; one that vanished could not. */
    private void closeRun(Optional<Launch> ended) throws IOException {
        Optional<RepoPath> run = ended.flatMap(launch -> launch.started().run());
        if (run.isPresent() && ports.runs().isPresent()) {
            ports.runs().get().close(run.get());
        }
    }

    /** Records what is due and nothing else. */
    void settle() throws IOException {
        write(writer -> true);
    }

    /** The current round, or the refusal that there is none. */
    static Round required(Optional<Round> round) {
        return round.orElseThrow(() -> new SyncException(
                ErrorCode.TOO_EARLY,
                "no round is open yet",
                null,
                "sync round next opens the first one",
                List.of(),
                List.of("sync round next")));
    }

    /** Lets pass what the transition table lets pass; any other event is refused with the table's reason. */
    static void allow(Round round, RoundEvent event) {
        allow(round, round.judge(event));
    }

    static void allow(Round round, RoundTransitions.Cell cell) {
        if (cell.code().isPresent()) {
            throw new SyncException(
                    cell.code().get(),
                    "round " + round.number() + " is " + round.state() + ": " + cell.reason(),
                    null,
                    null,
                    List.of(),
                    NextSteps.of(round));
        }
    }
}
