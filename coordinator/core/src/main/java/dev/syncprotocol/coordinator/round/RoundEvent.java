package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Optional;

/**
 * What happened in a round, once and for all. The envelope (record number, instant, digest of the event before) belongs
 * to the ledger; an event knows its own fields only.
 */
public sealed interface RoundEvent
        permits RoundOpened,
                CommandReported,
                PackageIngested,
                PackageRefused,
                NeedsSatisfied,
                NeedDegraded,
                LaunchStarted,
                LaunchFinished,
                RoundAbandoned {
    /** The round it belongs to. */
    RoundNumber round();

    /** Its kind. */
    EventKind kind();

    /** The party that did it; empty for what the program itself did. */
    default Optional<Party> party() {
        return Optional.empty();
    }

    /** One line in our words for the commit's subject, without foreign text (interfaces.md section 9). */
    String subject();

    /** What it is to the transition table, in the round as it was before. */
    Trigger trigger(Round before);

    /** The round with this event's facts; the state is set by {@link Round#after}. */
    Round applyTo(Round before, RecordedEvent recorded);

    /** Writes the event's own fields. */
    void write(ObjectNode node);

    /**
     * The event an object holds.
     *
     * @throws SyncException {@link ErrorCode#LEDGER_BROKEN} for an unknown kind or a field of the wrong shape
     */
    static RoundEvent read(Fields fields) {
        String word = fields.text("event");
        EventKind kind = EventKind.of(word)
                .orElseThrow(() -> new SyncException(
                        ErrorCode.LEDGER_BROKEN, fields.where() + ": the event " + word + " is unknown"));
        return switch (kind) {
            case ROUND_OPENED -> RoundOpened.read(fields);
            case COMMAND_REPORTED -> CommandReported.read(fields);
            case PACKAGE_INGESTED -> PackageIngested.read(fields);
            case PACKAGE_REFUSED -> PackageRefused.read(fields);
            case NEEDS_SATISFIED -> NeedsSatisfied.read(fields);
            case NEED_DEGRADED -> NeedDegraded.read(fields);
            case LAUNCH_STARTED -> LaunchStarted.read(fields);
            case LAUNCH_FINISHED -> LaunchFinished.read(fields);
            case ROUND_ABANDONED -> RoundAbandoned.read(fields);
        };
    }
}
