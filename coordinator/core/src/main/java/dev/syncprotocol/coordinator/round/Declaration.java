package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Optional;

/**
 * That a recorded package of the party asked names an artifact for a need.
 *
 * @param record the number of the record that holds the package
 * @param sha256 the digest the package declares, if it does
 */
public record Declaration(int record, Optional<Sha256> sha256) {
    static Declaration read(Fields fields) {
        return new Declaration(fields.integer("record"), fields.optionalDigest("sha256"));
    }

    ObjectNode write() {
        ObjectNode node = SyncJson.object();
        node.put("record", record);
        sha256.ifPresent(digest -> node.put("sha256", digest.hex()));
        return node;
    }
}
