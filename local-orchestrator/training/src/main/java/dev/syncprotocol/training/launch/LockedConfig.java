package dev.syncprotocol.training.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.LoadedConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A training configuration inside {@code config.lock.json}: every key with its value, and which of them are defaults, so
 * that reading it back gives the same run. JSON has no infinity, so a limit that never clips stands as {@code ".inf"}.
 */
final class LockedConfig {
    private static final String INFINITY = ".inf";
    private static final Pattern QUOTED = Pattern.compile("(?m): [\"']?\\.inf[\"']?$");

    private LockedConfig() {}

    /** As it goes into the lock. */
    static ObjectNode write(LoadedConfig loaded) {
        ObjectNode tree = loaded.tree();
        ObjectNode effective = tree.putObject("effective");
        loaded.defaults().forEach(effective.putArray("defaults")::add);
        if (!loaded.sources().isEmpty()) {
            loaded.sources().forEach(effective.putObject("sources")::put);
        }
        return (ObjectNode) finite(tree);
    }

    /** The document as the reader of training configs takes it. */
    static byte[] document(JsonNode locked) {
        return QUOTED.matcher(SyncJson.yaml(locked)).replaceAll(": .inf").getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode finite(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                entry.setValue(finite(entry.getValue()));
            }
        }
        return node.isDouble() && Double.isInfinite(node.doubleValue()) ? TextNode.valueOf(INFINITY) : node;
    }
}
