package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;

/**
 * The revision of a package that a newer one takes the place of. Both stay in the ledger.
 *
 * @param record the record that holds it
 * @param contentSha256 digest of its canonical form
 * @param why the reason that was given, never blank
 */
public record Superseded(int record, Sha256 contentSha256, String why) {
    /** Refuses a revision without a reason. */
    public Superseded {
        if (why.isBlank()) {
            throw new IllegalArgumentException("a package is superseded with a reason");
        }
    }

    static Superseded read(Fields fields) {
        return new Superseded(fields.integer("record"), fields.digest("content_sha256"), fields.text("why"));
    }

    ObjectNode write() {
        ObjectNode node = SyncJson.object();
        node.put("record", record);
        node.put("content_sha256", contentSha256.hex());
        node.put("why", why);
        return node;
    }
}
