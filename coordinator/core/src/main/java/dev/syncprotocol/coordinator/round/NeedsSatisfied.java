package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.RoundNumber;
import java.util.List;

/**
 * Artifacts that a recorded package had declared were found in the workspace later.
 *
 * @param round the current round
 * @param satisfies the needs proved satisfied
 */
public record NeedsSatisfied(RoundNumber round, List<NeedProof> satisfies) implements RoundEvent {
    public NeedsSatisfied {
        satisfies = List.copyOf(satisfies);
    }

    static NeedsSatisfied read(Fields fields) {
        return new NeedsSatisfied(fields.round("round"), fields.objects("satisfies", NeedProof::read));
    }

    @Override
    public EventKind kind() {
        return EventKind.NEEDS_SATISFIED;
    }

    @Override
    public Trigger trigger(Round before) {
        return before.with(before.records().newest() + 1, satisfies).waits()
                ? Trigger.NEEDS_SATISFIED_SOME_OPEN
                : Trigger.NEEDS_SATISFIED_NOTHING_OPEN;
    }

    @Override
    public Round applyTo(Round before, RecordedEvent recorded) {
        return before.with(recorded.record(), satisfies);
    }

    @Override
    public String subject() {
        return satisfies.size() + " needs satisfied in round " + round;
    }

    @Override
    public void write(ObjectNode node) {
        node.set(
                "satisfies",
                NeedJson.list(satisfies.stream().map(NeedProof::write).toList()));
    }
}
