package dev.syncprotocol.coordinator.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.round.LaunchStarted;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.file.Path;

/**
 * What the engine is told: {@code order.json}. Without one, or with another config digest, it refuses to train, so that no
 * training starts around the gate.
 *
 * @param workspace absolute
 * @param started the recorded beginning of the launch
 */
public record LaunchOrder(Path workspace, LaunchStarted started) {
    static final String SCHEMA = "sync.launch-order/1";

    ObjectNode write() {
        ObjectNode node = SyncJson.object();
        node.put("schema", SCHEMA);
        node.put("launch", started.launch().value());
        node.put("workspace", workspace.toString());
        node.put("config", started.config().value());
        node.put("config_sha256", started.configSha256().hex());
        node.put("inputs_sha256", started.inputsSha256().hex());
        node.put("resume", started.resume().map(RepoPath::value).orElse(null));
        node.put("degraded", started.degraded());
        return node;
    }
}
