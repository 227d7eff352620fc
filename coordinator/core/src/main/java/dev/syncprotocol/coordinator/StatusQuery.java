package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.ledger.LedgerHead;
import dev.syncprotocol.coordinator.ledger.LedgerReader;
import dev.syncprotocol.coordinator.readiness.GateDecision;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.Readiness;
import dev.syncprotocol.coordinator.round.Launch;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.protocol.Party;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Questions: they take no lock and write nothing. */
record StatusQuery(Setting setting) {
    StatusReport status() throws IOException {
        try (LedgerReader reader = setting.ledger().read()) {
            Optional<Round> round = reader.currentRound();
            return round.isPresent() ? of(round.get(), reader.head()) : ofNothing(reader.head());
        }
    }

    private StatusReport ofNothing(Optional<LedgerHead> head) {
        return new StatusReport(
                setting.root(),
                Optional.empty(),
                Optional.empty(),
                setting.local(),
                List.of(),
                List.of(),
                List.of(),
                new Gate(setting).closed(),
                Optional.empty(),
                head,
                NextSteps.ofNothing());
    }

    private StatusReport of(Round round, Optional<LedgerHead> head) throws IOException {
        Optional<LaunchReport> launch = newest(round);
        RoundState state = LaunchView.state(round, launch);
        GateDecision gate = explain(round, state, GateDemand.ALL);
        List<Party> waitingFor = waitingFor(round, gate.proof());
        return new StatusReport(
                setting.root(),
                Optional.of(round),
                Optional.of(state),
                waitingFor.stream().findFirst().orElse(setting.local()),
                waitingFor,
                gate.proof(),
                round.risks(),
                gate,
                launch,
                head,
                next(state, gate, launch));
    }

    /** An engine that vanished or was stopped is gone on with; nothing else may stand in between. */
    private static List<String> next(RoundState state, GateDecision gate, Optional<LaunchReport> launch) {
        Optional<LaunchReport> unfinished = launch.filter(report -> switch (report.state()) {
            case LOST, STOPPED -> true;
            case FAILED -> report.scope() == LaunchScope.ROUND;
            case RUNNING, FINISHED -> false;
        });
        boolean over = state == RoundState.DONE || state == RoundState.ABANDONED;
        if (over) {
            return NextSteps.ofOver();
        }
        return unfinished.isPresent() && gate.open() ? NextSteps.afterUnfinished(unfinished.get()) : gate.next();
    }

    private Optional<LaunchReport> newest(Round round) throws IOException {
        Optional<Launch> newest = round.newestLaunch();
        return newest.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new LaunchView(setting.workspace(), setting.ports().clock()).of(newest.get()));
    }

    /** While the round waits, whoever owes an open need; in every other state it is the local party's move. */
    private static List<Party> waitingFor(Round round, List<NeedCheck> checks) {
        if (round.state() != RoundState.WAITING) {
            return List.of();
        }
        return checks.stream()
                .filter(NeedCheck::blocks)
                .map(check -> check.asked().party())
                .distinct()
                .toList();
    }

    List<NeedCheck> needs(Optional<Party> party) throws IOException {
        Optional<Round> round = setting.current();
        if (round.isEmpty()) {
            return List.of();
        }
        return setting.readiness().check(round.get()).stream()
                .filter(check ->
                        party.isEmpty() || party.get().equals(check.asked().party()))
                .toList();
    }

    GateDecision explain(GateDemand demand) throws IOException {
        Optional<Round> round = setting.current();
        return round.isEmpty()
                ? new Gate(setting).closed()
                : explain(round.get(), LaunchView.state(round.get(), newest(round.get())), demand);
    }

    /** In the state the round is seen to be in: an engine that vanished keeps the gate closed for nobody. */
    private GateDecision explain(Round round, RoundState shown, GateDemand demand) throws IOException {
        Readiness readiness = setting.readiness();
        return new Gate(setting)
                .decide(
                        round,
                        shown,
                        readiness,
                        demand,
                        setting.workspace().config().launchConfig());
    }
}
