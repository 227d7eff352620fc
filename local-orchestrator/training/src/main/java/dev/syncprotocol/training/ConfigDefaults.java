package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of keys and defaults (training.md section 5.1), in the order of the effective config. A key without a value
 * has no default: it is required or may stay away.
 */
final class ConfigDefaults {
    private static final String TABLE = """
            {"run":{"seed":null,"output_dir":null,"save_steps":500,"eval_steps":1000,"max_steps":2000,
                    "mixed_precision":"fp16","gradient_accumulation":2,"device_pref":["mps","cpu"],"log_file":null,
                    "keep_last_k":0,
                    "early_stop_patience":3,"early_stop_min_delta":0.0,"threads":null},
             "data":{"train_path":null,"eval_path":null,"max_length":1024,"batch_size":1,"padding_side":"right",
                     "priority_sampling":null},
             "model":{"base":null,"init":"weights","trust_remote_code":true,"use_flash_attention_2":false,
                      "use_cache":false,"gradient_checkpointing":true,
                      "lora":{"enable":true,"r":8,"alpha":16,"dropout":0.05,
                              "target_modules":["q_proj","k_proj","v_proj","o_proj","gate_proj","up_proj","down_proj"],
                              "use_rslora":false}},
             "engine":{"name":null,"target_kl":0.03,"lr":1.0e-5,"clip_coef":0.2,"max_grad_norm":1.0,
                       "optimizer":{"beta1":0.9,"beta2":0.999,"eps":1.0e-8,"weight_decay":0.0},
                       "lr_scheduler":"linear","warmup_steps":0,"min_lr_rate":0.0,"lr_end":1.0e-7,"lr_power":1.0,
                       "process":{"command":null,"resume":[],"metrics":null,"checkpoints":"checkpoint-{step}",
                                  "grace_seconds":60,"quiet_seconds":0}},
             "strategy":{"name":null},
             "callbacks":["logging","checkpoint","eval_shadow"],
             "finetune":{"method":null},
             "gate":{"needs":"all","preflight":null,"allow_degraded":false}}
            """;

    /** Only the engine of that name has this section. */
    private static final String PROCESS = "engine.process.";

    private final Map<String, JsonNode> values = new LinkedHashMap<>();

    private ConfigDefaults() {
        collect("", SyncJson.read(TABLE));
    }

    static ConfigDefaults table() {
        return new ConfigDefaults();
    }

    /** Every known key by its dotted name, with its default or a null node, in table order. */
    Map<String, JsonNode> values() {
        return values;
    }

    /** The document in table order with defaults filled in; {@code filled} receives the names of those keys. */
    ObjectNode fill(JsonNode document, List<String> filled) {
        ObjectNode tree = SyncJson.object();
        boolean outside = document.at("/engine/name").asText().equals(ProcessKeys.ENGINE);
        values.forEach((name, preset) -> {
            JsonNode given = document.at(pointer(name));
            if (!given.isMissingNode()) {
                put(tree, name, given.deepCopy());
            } else if (!preset.isNull() && (outside || !name.startsWith(PROCESS))) {
                put(tree, name, preset.deepCopy());
                filled.add(name);
            }
        });
        keepStrategyKeys(document, tree);
        fillStrategyKeys(tree, filled);
        return tree;
    }

    static String pointer(String dotted) {
        return "/" + dotted.replace('.', '/');
    }

    static void put(ObjectNode tree, String dotted, JsonNode value) {
        List<String> names = new ArrayList<>(List.of(dotted.split("\\.")));
        String last = names.remove(names.size() - 1);
        ObjectNode parent = tree;
        for (String name : names) {
            parent = parent.withObjectProperty(name);
        }
        parent.set(last, value);
    }

    /** A strategy's own keys have no common table; they follow the name as they were written. */
    private static void keepStrategyKeys(JsonNode document, ObjectNode tree) {
        document.path("strategy")
                .properties()
                .forEach(entry -> tree.withObjectProperty("strategy")
                        .set(entry.getKey(), entry.getValue().deepCopy()));
    }

    private static void fillStrategyKeys(ObjectNode tree, List<String> filled) {
        ObjectNode strategy = tree.withObjectProperty("strategy");
        StrategyKeys.defaultsBeside(strategy).forEach((key, preset) -> {
            if (!strategy.has(key)) {
                strategy.set(key, preset);
                filled.add("strategy." + key);
            }
        });
    }

    private void collect(String prefix, JsonNode node) {
        node.properties().forEach(entry -> {
            String name = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
            if (entry.getValue().isObject()) {
                collect(name, entry.getValue());
            } else {
                values.put(name, entry.getValue());
            }
        });
    }
}
