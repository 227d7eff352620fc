package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.readiness.ArtifactDigest;
import dev.syncprotocol.coordinator.readiness.GateBlock;
import dev.syncprotocol.coordinator.readiness.GateDecision;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.readiness.LaunchGate;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.PreflightGates;
import dev.syncprotocol.coordinator.readiness.Readiness;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The launch gate of a workspace: the needs, and the preflight ticket where a config demands one. */
record Gate(Setting setting) {
    GateDecision decide(Round round, Readiness readiness, GateDemand demand, Optional<RepoPath> config)
            throws IOException {
        return decide(round, round.state(), readiness, demand, config);
    }

    /** The same for a round that is seen to be further than is recorded. */
    GateDecision decide(
            Round round, RoundState shown, Readiness readiness, GateDemand demand, Optional<RepoPath> config)
            throws IOException {
        List<NeedCheck> checks = readiness.check(round);
        List<GateBlock> blocks = new ArrayList<>(LaunchGate.blocks(round, shown, checks, demand, setting.local()));
        if (demand.ticket().isPresent()) {
            ticket(demand.ticket().get(), config).ifPresent(blocks::add);
        }
        return new GateDecision(blocks.isEmpty(), checks, blocks, NextSteps.of(round, checks, blocks));
    }

    /** The gate before the first round. */
    GateDecision closed() {
        GateBlock block = new GateBlock(GateBlock.Kind.ROUND, "round", "no round is open yet");
        return new GateDecision(false, List.of(), List.of(block), NextSteps.ofNothing());
    }

    private Optional<GateBlock> ticket(RepoPath ticket, Optional<RepoPath> config) {
        Optional<PreflightGates> gates = setting.ports().gates();
        if (gates.isEmpty() || config.isEmpty()) {
            String reason = gates.isEmpty() ? "this build has no preflight gates" : "it is checked for a config only";
            return Optional.of(new GateBlock(GateBlock.Kind.TICKET, ticket.value(), reason));
        }
        PreflightGates.Verdict verdict = gates.get().ticket(setting.root(), ticket, config.get());
        return verdict.passed()
                ? Optional.empty()
                : Optional.of(new GateBlock(GateBlock.Kind.TICKET, ticket.value(), verdict.reason()));
    }

    /** Digest of the ticket a launch demands; empty where it demands none or none lies there. */
    Optional<Sha256> ticketDigest(LaunchRequest request, Readiness readiness) throws IOException {
        Optional<RepoPath> ticket = request.demand().ticket();
        return request.scope() == LaunchScope.LOOP || ticket.isEmpty()
                ? Optional.empty()
                : readiness.at(ticket.get()).map(ArtifactDigest::sha256);
    }

    /**
     * Refuses a launch whose ticket does not prove what lies there now; the ticket's own bytes say nothing of that.
     *
     * @throws SyncException {@link ErrorCode#PREFLIGHT_FAILED}
     */
    void requireTicket(LaunchRequest request) {
        request.demand()
                .ticket()
                .flatMap(ticket -> ticket(ticket, Optional.of(request.config())))
                .ifPresent(block -> {
                    throw noTicket(List.of(block));
                });
    }

    static boolean onlyTickets(GateDecision decision) {
        return decision.blocks().stream().allMatch(block -> block.kind() == GateBlock.Kind.TICKET);
    }

    static SyncException noTicket(List<GateBlock> blocks) {
        return new SyncException(
                ErrorCode.PREFLIGHT_FAILED,
                blocks.stream()
                        .map(block -> block.name() + ": " + block.reason())
                        .collect(Collectors.joining("; ")),
                null,
                "sync preflight run makes the ticket for these inputs",
                List.of(),
                List.of("sync explain"));
    }
}
