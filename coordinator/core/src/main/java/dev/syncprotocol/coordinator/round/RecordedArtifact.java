package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An artifact as it lay in the workspace when its package was recorded.
 *
 * @param name what the producer calls it
 * @param path where it lay
 * @param sha256 its digest; empty when nothing was there yet
 * @param bytes its size; empty when nothing was there yet
 * @param stored whether its content lies in the ledger beside the event
 */
public record RecordedArtifact(
        String name, RepoPath path, Optional<Sha256> sha256, OptionalLong bytes, boolean stored) {
    static RecordedArtifact read(Fields fields) {
        return new RecordedArtifact(
                fields.text("name"),
                fields.path("path"),
                fields.optionalDigest("sha256"),
                fields.optionalLong("bytes"),
                fields.flag("stored", false));
    }

    ObjectNode write() {
        ObjectNode node = SyncJson.object();
        node.put("name", name);
        node.put("path", path.value());
        sha256.ifPresent(digest -> node.put("sha256", digest.hex()));
        bytes.ifPresent(size -> node.put("bytes", size));
        node.put("stored", stored);
        return node;
    }
}
