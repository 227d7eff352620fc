package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Optional;

/**
 * A need that was still open when the next round was opened. The opening event repeats it, so that a round is the fold of
 * its own events and no earlier round has to be read.
 *
 * @param asked the need
 * @param declared what a package of an earlier round declared for it, where the file has not arrived yet
 */
public record CarriedNeed(AskedNeed asked, Optional<Declaration> declared) {
    static CarriedNeed read(Fields fields) {
        return new CarriedNeed(
                new AskedNeed(fields.party("party"), fields.round("round"), NeedJson.read(fields.object("need"))),
                fields.optionalObject("declared").map(Declaration::read));
    }

    ObjectNode write() {
        ObjectNode node = SyncJson.object();
        node.put("party", asked.party().name());
        node.put("round", asked.round().value());
        node.set("need", NeedJson.write(asked.need()));
        declared.ifPresent(declaration -> node.set("declared", declaration.write()));
        return node;
    }
}
