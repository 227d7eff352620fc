package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.RoundNumber;
import java.util.List;

/**
 * The alternative of a need was run and left its stand-in. It satisfies nothing (coordinator.md section 6).
 *
 * @param round the current round
 * @param standIn the need, and what was made in its place: path, digest, size
 * @param command the argument list that made it
 */
public record NeedDegraded(RoundNumber round, NeedProof standIn, List<String> command) implements RoundEvent {
    public NeedDegraded {
        command = List.copyOf(command);
    }

    static NeedDegraded read(Fields fields) {
        return new NeedDegraded(
                fields.round("round"), NeedProof.read(fields.object("stand_in")), fields.texts("command"));
    }

    @Override
    public EventKind kind() {
        return EventKind.NEED_DEGRADED;
    }

    @Override
    public Trigger trigger(Round before) {
        return Trigger.NEED_DEGRADED;
    }

    @Override
    public Round applyTo(Round before, RecordedEvent recorded) {
        return before.withStandIn(new PinnedProof(recorded.record(), standIn));
    }

    @Override
    public String subject() {
        return "a stand-in made in round " + round;
    }

    @Override
    public void write(ObjectNode node) {
        node.set("stand_in", standIn.write());
        node.set("command", NeedJson.texts(command));
    }
}
