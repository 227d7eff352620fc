package dev.syncprotocol.agent.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import java.util.Map;

/** Plain values as JSON. */
final class Values {
    private Values() {}

    static JsonNode tree(Object value) {
        if (value instanceof Map<?, ?> map) {
            ObjectNode node = SyncJson.object();
            map.forEach((key, item) -> node.set(key.toString(), tree(item)));
            return node;
        }
        if (value instanceof List<?> list) {
            ArrayNode node = SyncJson.object().arrayNode();
            list.forEach(item -> node.add(tree(item)));
            return node;
        }
        return value instanceof Integer number
                ? SyncJson.object().numberNode(number)
                : SyncJson.object().textNode(value.toString());
    }
}
