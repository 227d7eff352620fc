package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.coordinator.IngestOutcome;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.List;
import java.util.Optional;

/**
 * What a fulfilment came to.
 *
 * @param round the round it was for, as it stood before
 * @param outcomes every need that was looked at, in order
 * @param packageFile where the package lies; empty where there was nothing to hand over
 * @param ingested the package's record; empty likewise
 */
public record FulfilReport(
        Round round, List<NeedOutcome> outcomes, Optional<RepoPath> packageFile, Optional<IngestOutcome> ingested) {
    public FulfilReport {
        outcomes = List.copyOf(outcomes);
    }

    /** Nothing was handed over. */
    static FulfilReport without(Round round, List<NeedOutcome> outcomes) {
        return new FulfilReport(round, outcomes, Optional.empty(), Optional.empty());
    }
}
