package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.round.Round;
import java.util.List;

/**
 * What came of a report.
 *
 * @param round the round afterwards
 * @param alreadyReported whether the very same report was recorded before
 * @param next safe commands that lead on
 */
public record CommandReporting(Round round, boolean alreadyReported, List<String> next) {
    public CommandReporting {
        next = List.copyOf(next);
    }
}
