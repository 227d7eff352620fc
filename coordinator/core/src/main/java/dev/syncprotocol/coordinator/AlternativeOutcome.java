package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.round.NeedProof;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.List;
import java.util.Optional;

/**
 * A stand-in that is there, made now or before.
 *
 * @param standIn the need, and what stands in for it
 * @param record the record that marks it
 * @param alreadyMade whether it was made before and has not changed
 * @param log what the command said; empty where it was made before
 * @param next safe commands that lead on
 */
public record AlternativeOutcome(
        NeedProof standIn, int record, boolean alreadyMade, Optional<RepoPath> log, List<String> next) {
    public AlternativeOutcome {
        next = List.copyOf(next);
    }
}
