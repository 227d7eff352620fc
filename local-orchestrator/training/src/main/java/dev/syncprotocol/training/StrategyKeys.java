package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys of each strategy of this build with their defaults (training.md section 7.1). One key may have another default
 * in another strategy, so they stand apart from {@link ConfigDefaults}.
 */
final class StrategyKeys {
    private static final String TABLE = """
            {"dpo":{"beta":0.1,"loss":"sigmoid","label_smoothing":0.0,"disable_dropout":true,
                    "precompute_ref_log_probs":false},
             "kto":{"beta":0.1,"desirable_weight":1.0,"undesirable_weight":1.0},
             "orpo":{"beta":0.1}}
            """;

    private StrategyKeys() {}

    /** Key and default in table order, without {@code name}; empty for a strategy that has none. */
    static Map<String, JsonNode> of(String strategy) {
        Map<String, JsonNode> keys = new LinkedHashMap<>();
        SyncJson.read(TABLE).path(strategy).properties().forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
        return keys;
    }
}
