package dev.syncprotocol.aoi.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a stage says of itself when it ends; the log adds number, time and chain.
 *
 * @param phase whose stage it is
 * @param stage which
 * @param status how it ended
 * @param summary one line, not empty, for people
 * @param durationSec whole seconds it took
 * @param set the fields it puts into its phase's state; {@code current_iteration} and the like stand under {@code /top}
 * @param evidence the files it commits
 */
public record StageRecord(
        Phase phase,
        LoopStage stage,
        EntryStatus status,
        String summary,
        long durationSec,
        ObjectNode set,
        List<Evidence> evidence) {
    public StageRecord {
        if (summary.isBlank() || summary.contains("\n")) {
            throw new IllegalArgumentException("the summary of a stage is one line that is not empty: " + summary);
        }
        if (durationSec < 0) {
            throw new IllegalArgumentException("a stage takes no negative time: " + durationSec);
        }
        evidence = List.copyOf(evidence);
    }
}
