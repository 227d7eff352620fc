package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.round.RecordedArtifact;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import java.nio.file.Path;
import java.util.List;

/**
 * What was brought back from the ledger.
 *
 * @param into the folder it was brought into, absolute
 * @param items every artifact that was asked for, in the order of their records
 */
public record Restoration(Path into, List<Item> items) {
    /** What became of an artifact. */
    public enum Result {
        /** Its bytes were written; their digests were verified before. */
        RESTORED,
        /** The very same lies there already. */
        ALREADY_THERE,
        /** Only its digest was recorded, because it is larger than {@code ledger.max_artifact_bytes}. */
        NOT_STORED,
        /** Nothing lay there when its package was recorded. */
        NEVER_SEEN
    }

    /**
     * One artifact.
     *
     * @param artifact as it was recorded
     * @param party whose package declared it
     * @param round the round of that package
     * @param record the record that holds it
     * @param result what became of it
     */
    public record Item(RecordedArtifact artifact, Party party, RoundNumber round, int record, Result result) {}

    public Restoration {
        items = List.copyOf(items);
    }
}
