package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys of each strategy of this build with their defaults (training.md section 7.1). One key may have another default
 * in another strategy, so they stand apart from {@link ConfigDefaults}. A key without a value has no default.
 */
final class StrategyKeys {
    private static final String TABLE = """
            {"dpo":{"beta":0.1,"loss":"sigmoid","label_smoothing":0.0,"disable_dropout":true,
                    "precompute_ref_log_probs":false},
             "kto":{"beta":0.1,"desirable_weight":1.0,"undesirable_weight":1.0},
             "orpo":{"beta":0.1},
             "ppo":{"kl_stop":"cleanrl","kl_coef":0.05,"kl_estimator":"k1","adaptive_kl":false,"kl_target":6.0,
                    "kl_horizon":10000,"num_ppo_epochs":4,"num_mini_batches":1,"gamma":1.0,"lam":0.95,"vf_coef":0.1,
                    "cliprange_value":0.2,"ent_coef":0.0,"response_length":53,"temperature":0.7,"top_k":0,"top_p":1.0,
                    "missing_eos_penalty":null,"ratio_threshold":null,"value_dropout":0.1,"reward":"token_f1"},
             "grpo":{"beta":0.0,"epsilon":0.2,"epsilon_high":null,"num_generations":8,"num_iterations":1,"max_completion_length":512,
                     "temperature":1.0,"top_k":0,"top_p":1.0,"loss_type":"dapo","scale_rewards":"group",
                     "importance_sampling_level":"token","advantage":"group","reward":"token_f1"}}
            """;

    /** Where an adaptive KL coefficient starts; a constant one has its own default. */
    private static final double ADAPTIVE_START = 0.2;

    private StrategyKeys() {}

    /** Key and default in table order, without {@code name}; a null node where a key has no default. */
    static Map<String, JsonNode> of(String strategy) {
        Map<String, JsonNode> keys = new LinkedHashMap<>();
        SyncJson.read(TABLE).path(strategy).properties().forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
        return keys;
    }

    /** The defaults beside what a section {@code strategy} says. */
    static Map<String, JsonNode> defaultsBeside(JsonNode section) {
        Map<String, JsonNode> keys = of(section.path("name").asText(""));
        keys.values().removeIf(JsonNode::isNull);
        if (section.path("adaptive_kl").asBoolean(false)) {
            keys.replace("kl_coef", SyncJson.object().numberNode(ADAPTIVE_START));
        }
        return keys;
    }
}
