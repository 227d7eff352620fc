package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/**
 * A round begins with its three commands.
 *
 * @param round its number
 * @param local the local party of this workspace
 * @param plan its commands and what it is going to ask
 * @param carried needs of earlier rounds that are still open, or satisfied and not used by a training yet
 * @param risks what parties named as risks or blockers and have not cleared
 */
public record RoundOpened(RoundNumber round, Party local, RoundPlan plan, List<CarriedNeed> carried, List<Risk> risks)
        implements RoundEvent {
    public RoundOpened {
        carried = List.copyOf(carried);
        risks = List.copyOf(risks);
    }

    static RoundOpened read(Fields fields) {
        Party local = fields.party("local");
        return new RoundOpened(
                fields.round("round"),
                local,
                RoundPlan.read(fields.object("plan")),
                fields.objects("carried", need -> CarriedNeed.read(need, local)),
                fields.objects("risks", Risk::read));
    }

    @Override
    public EventKind kind() {
        return EventKind.ROUND_OPENED;
    }

    @Override
    public Trigger trigger(Round before) {
        return Trigger.ROUND_NEXT;
    }

    @Override
    public Round applyTo(Round before, RecordedEvent recorded) {
        throw new SyncException(
                ErrorCode.LEDGER_BROKEN, "record " + recorded.record() + ": round " + round + " is opened twice");
    }

    @Override
    public String subject() {
        long open = carried.stream().filter(need -> need.pinned().isEmpty()).count();
        return "round " + round + " opened" + (open == 0 ? "" : " (" + open + " open needs carried over)");
    }

    @Override
    public void write(ObjectNode node) {
        node.put("local", local.name());
        node.set("plan", plan.write());
        node.set(
                "carried",
                NeedJson.list(carried.stream().map(CarriedNeed::write).toList()));
        if (!risks.isEmpty()) {
            node.set("risks", NeedJson.list(risks.stream().map(Risk::write).toList()));
        }
    }
}
