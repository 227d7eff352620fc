package dev.syncprotocol.training.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the training from one seed came to.
 *
 * @param seed of the run
 * @param step its last one
 * @param checkpoint of that step, inside the workspace
 * @param sealed digest of the checkpoint's manifest
 * @param figures of the evaluation of that step by their logged names; empty where there was none
 */
public record SeedResult(long seed, long step, String checkpoint, Sha256 sealed, Map<String, Double> figures) {
    public SeedResult {
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
    }

    static SeedResult of(JsonNode tree) {
        Map<String, Double> figures = new TreeMap<>();
        tree.path("figures")
                .properties()
                .forEach(entry -> figures.put(entry.getKey(), entry.getValue().doubleValue()));
        return new SeedResult(
                tree.path("seed").longValue(),
                tree.path("step").longValue(),
                tree.path("checkpoint").textValue(),
                new Sha256(tree.path("checkpoint_sha256").textValue()),
                figures);
    }

    ObjectNode tree() {
        ObjectNode tree = SyncJson.object()
                .put("seed", seed)
                .put("step", step)
                .put("checkpoint", checkpoint)
                .put("checkpoint_sha256", sealed.hex());
        figures.forEach(tree.putObject("figures")::put);
        return tree;
    }
}
