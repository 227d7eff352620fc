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
 * @param directory whether it was a directory, whose stored content is the list of its files
 */
public record RecordedArtifact(
        String name, RepoPath path, Optional<Sha256> sha256, OptionalLong bytes, boolean stored, boolean directory) {
    static RecordedArtifact read(Fields fields) {
        RepoPath path = fields.path("path");
        return new RecordedArtifact(
                fields.text("name"),
                path,
                fields.optionalDigest("sha256"),
                fields.optionalLong("bytes"),
                fields.flag("stored", false),
                fields.flag("directory", path.isDirectory()));
    }

    ObjectNode write() {
        ObjectNode node = SyncJson.object();
        node.put("name", name);
        node.put("path", path.value());
        sha256.ifPresent(digest -> node.put("sha256", digest.hex()));
        bytes.ifPresent(size -> node.put("bytes", size));
        node.put("stored", stored);
        if (directory != path.isDirectory()) {
            node.put("directory", directory);
        }
        return node;
    }
}
