package dev.syncprotocol.training.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.training.EffectiveConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What changed between the config of a checkpoint and the one that wants to go on from it (CK-5). */
final class ConfigDrift {
    private static final List<String> ARITHMETIC_SECTIONS = List.of("model", "data", "engine", "strategy", "finetune");
    private static final List<String> ARITHMETIC_KEYS = List.of(
            "run.seed",
            "run.max_steps",
            "run.mixed_precision",
            "run.gradient_accumulation",
            "run.threads",
            "effective.device",
            "effective.precision.effective");

    private ConfigDrift() {}

    /**
     * Changed keys that change the arithmetic, {@code key: old -> new}, in order of their names.
     *
     * @param allowed keys that may differ
     */
    static List<String> arithmetic(EffectiveConfig saved, EffectiveConfig now, List<String> allowed) {
        Map<String, String> before = leaves(saved);
        Map<String, String> after = leaves(now);
        List<String> changed = new ArrayList<>();
        before.forEach((key, value) -> {
            if (!value.equals(after.get(key))) {
                changed.add(key + ": " + value + " -> " + after.getOrDefault(key, "absent"));
            }
        });
        after.keySet().stream()
                .filter(key -> !before.containsKey(key))
                .forEach(key -> changed.add(key + ": absent -> " + after.get(key)));
        return changed.stream()
                .filter(change -> allowed.stream().noneMatch(key -> change.startsWith(key + ":")))
                .sorted()
                .toList();
    }

    /**
     * Refuses to go on with other arithmetic.
     *
     * @param step of the checkpoint
     * @throws SyncException {@link ErrorCode#CONFIG_INVALID} with every changed key
     */
    static void refuse(long step, EffectiveConfig saved, EffectiveConfig now, List<String> allowed) {
        List<String> drift = arithmetic(saved, now, allowed);
        if (!drift.isEmpty()) {
            throw new SyncException(
                            ErrorCode.CONFIG_INVALID,
                            "the checkpoint of step " + step + " was made with another configuration: "
                                    + String.join("; ", drift))
                    .withHint(
                            "--allow-change KEY goes on all the same; --fresh starts anew; or put the old values back");
        }
    }

    private static Map<String, String> leaves(EffectiveConfig config) {
        JsonNode root =
                LocatedDocument.read(config.bytes(), DocumentFormat.YAML).root();
        Map<String, String> leaves = new TreeMap<>();
        collect("", root, leaves);
        leaves.keySet().removeIf(key -> !changesArithmetic(key));
        return leaves;
    }

    private static boolean changesArithmetic(String key) {
        return ARITHMETIC_KEYS.contains(key)
                || ARITHMETIC_SECTIONS.stream().anyMatch(section -> key.startsWith(section + "."))
                || key.startsWith("callbacks") && (key.endsWith("grad_clip") || key.endsWith("lr_schedule"));
    }

    private static void collect(String prefix, JsonNode node, Map<String, String> leaves) {
        if (prefix.equals("callbacks")) {
            node.forEach(name -> leaves.put("callbacks." + name.asText(), "listed"));
        } else if (node.isObject()) {
            node.properties()
                    .forEach(entry -> collect(
                            prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                            entry.getValue(),
                            leaves));
        } else {
            leaves.put(prefix, node.isNumber() ? Double.toString(node.doubleValue()) : node.toString());
        }
    }
}
