package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.readiness.GateDecision;
import dev.syncprotocol.coordinator.round.NeedProof;
import dev.syncprotocol.coordinator.round.RecordedArtifact;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.Superseded;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * A package that is recorded, now or before.
 *
 * @param from whose package
 * @param packageRound the round it belongs to
 * @param record the number of the record that holds it
 * @param alreadyIngested whether it was recorded before: same bytes or same canonical content
 * @param receivedSha256 digest of the recorded bytes
 * @param contentSha256 digest of the recorded canonical form
 * @param artifacts its artifacts as they lay in the workspace when it was recorded
 * @param satisfied needs its recording proved satisfied
 * @param revision 1, or one more than the revision it took the place of
 * @param supersedes that revision
 * @param round the current round afterwards
 * @param gate the gate afterwards, for {@code gate.needs: all}
 * @param next safe commands that lead on
 */
public record IngestOutcome(
        Party from,
        RoundNumber packageRound,
        int record,
        boolean alreadyIngested,
        Sha256 receivedSha256,
        Sha256 contentSha256,
        List<RecordedArtifact> artifacts,
        List<NeedProof> satisfied,
        int revision,
        Optional<Superseded> supersedes,
        Round round,
        GateDecision gate,
        List<String> next) {
    public IngestOutcome {
        artifacts = List.copyOf(artifacts);
        satisfied = List.copyOf(satisfied);
        next = List.copyOf(next);
    }
}
