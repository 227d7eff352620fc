package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Optional;

/**
 * A need that no finished training has used yet when the next round is opened. The opening event repeats it, so that a
 * round is the fold of its own events and no earlier round has to be read. One that is satisfied already comes with its
 * pin: its artifact may still change before a training relies on it.
 *
 * @param asked the need
 * @param declared what a package of an earlier round declared for it
 * @param pinned the record that satisfied it; empty while it is open
 * @param standIn the stand-in that was recorded for it
 */
public record CarriedNeed(
        AskedNeed asked, Optional<Declaration> declared, Optional<PinnedProof> pinned, Optional<PinnedProof> standIn) {
    static CarriedNeed read(Fields fields, Party local) {
        Party party = fields.party("party");
        return new CarriedNeed(
                new AskedNeed(party, !party.equals(local), fields.round("round"), NeedJson.read(fields.object("need"))),
                fields.optionalObject("declared").map(Declaration::read),
                fields.optionalObject("pinned").map(PinnedProof::read),
                fields.optionalObject("stand_in").map(PinnedProof::read));
    }

    ObjectNode write() {
        ObjectNode node = SyncJson.object();
        node.put("party", asked.party().name());
        node.put("round", asked.round().value());
        node.set("need", NeedJson.write(asked.need()));
        declared.ifPresent(declaration -> node.set("declared", declaration.write()));
        pinned.ifPresent(proof -> node.set("pinned", proof.write()));
        standIn.ifPresent(proof -> node.set("stand_in", proof.write()));
        return node;
    }
}
