package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.RoundNumber;

/**
 * The round is given up. Its own open needs lapse with it; those it had carried over stay open.
 *
 * @param round the round
 * @param why the reason, never blank
 */
public record RoundAbandoned(RoundNumber round, String why) implements RoundEvent {
    /** Refuses a round given up without a reason. */
    public RoundAbandoned {
        if (why.isBlank()) {
            throw new IllegalArgumentException("a round is given up with a reason");
        }
    }

    static RoundAbandoned read(Fields fields) {
        return new RoundAbandoned(fields.round("round"), fields.text("why"));
    }

    @Override
    public EventKind kind() {
        return EventKind.ROUND_ABANDONED;
    }

    @Override
    public Trigger trigger(Round before) {
        return Trigger.ROUND_ABANDONED;
    }

    @Override
    public Round applyTo(Round before, RecordedEvent recorded) {
        return before.givenUp(why);
    }

    @Override
    public String subject() {
        return "round " + round + " abandoned";
    }

    @Override
    public void write(ObjectNode node) {
        node.put("why", why);
    }
}
