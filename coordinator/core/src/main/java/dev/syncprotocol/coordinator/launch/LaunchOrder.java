package dev.syncprotocol.coordinator.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.round.LaunchStarted;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the engine is told: {@code order.json}. Without one, or with another config digest, it refuses to train, so that no
 * training starts around the gate.
 *
 * @param workspace absolute
 * @param started the recorded beginning of the launch
 * @param wishes what it changes
 * @param lockSha256 digest of the lock of its run; empty where there is no run
 */
public record LaunchOrder(Path workspace, LaunchStarted started, Wishes wishes, Optional<Sha256> lockSha256) {
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
        node.put("run", started.run().map(RepoPath::value).orElse(null));
        node.put("lock_sha256", lockSha256.map(Sha256::hex).orElse(null));
        wishes.allowed().forEach(node.putArray("allow_change")::add);
        node.put("fresh", wishes.fresh());
        return node;
    }
}
