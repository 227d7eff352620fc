package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.ledger.LedgerHead;
import dev.syncprotocol.coordinator.readiness.GateDecision;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.round.Risk;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.protocol.Party;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where everything stands (coordinator.md section 9). Nothing was written to find out.
 *
 * @param workspace the workspace, absolute
 * @param round the current round; empty before the first
 * @param state its state, with a lost engine shown as {@link RoundState#FAILED} before it is recorded; empty before the
 *     first round
 * @param turn whose move it is; where several external parties owe something, the first of them
 * @param waitingFor every external party that owes a required need, while the round waits
 * @param needs every need in play
 * @param risks what parties named as risks or blockers and have not cleared; foreign text
 * @param gate the gate for {@code gate.needs: all}
 * @param launch the newest launch of the round
 * @param ledger where the ledger ends; empty before the first record
 * @param next safe commands that lead on
 */
public record StatusReport(
        Path workspace,
        Optional<Round> round,
        Optional<RoundState> state,
        Party turn,
        List<Party> waitingFor,
        List<NeedCheck> needs,
        List<Risk> risks,
        GateDecision gate,
        Optional<LaunchReport> launch,
        Optional<LedgerHead> ledger,
        List<String> next) {
    public StatusReport {
        waitingFor = List.copyOf(waitingFor);
        needs = List.copyOf(needs);
        risks = List.copyOf(risks);
        next = List.copyOf(next);
    }
}
