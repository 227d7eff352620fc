package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.round.Round;
import java.util.List;

/**
 * What came of opening a round.
 *
 * @param round the round that is current now
 * @param alreadyOpen whether the expected round was open before
 * @param next safe commands that lead on
 */
public record RoundOpening(Round round, boolean alreadyOpen, List<String> next) {
    public RoundOpening {
        next = List.copyOf(next);
    }
}
