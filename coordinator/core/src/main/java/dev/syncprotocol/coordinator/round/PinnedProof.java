package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.json.SyncJson;

/**
 * A proof and the record that pins it.
 *
 * @param record the record
 * @param proof the proof
 */
public record PinnedProof(int record, NeedProof proof) {
    static PinnedProof read(Fields fields) {
        return new PinnedProof(fields.integer("record"), NeedProof.read(fields.object("proof")));
    }

    ObjectNode write() {
        ObjectNode node = SyncJson.object();
        node.put("record", record);
        node.set("proof", proof.write());
        return node;
    }
}
