package dev.syncprotocol.aoi.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ${a.b.c}}: the value of another key, as published specifications use it. A text that is one reference takes the value with its type; inside a longer text it is
 * inserted. A reference to nothing, to itself or to a mapping stays as it is, for {@link PathRule} to refuse.
 */
final class Interpolation {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_.]+)}");

    private final ObjectNode root;

    private Interpolation(ObjectNode root) {
        this.root = root;
    }

    /** The same tree with every reference resolved that can be. */
    static ObjectNode resolve(ObjectNode tree) {
        Interpolation interpolation = new Interpolation(tree.deepCopy());
        return (ObjectNode) interpolation.resolved(tree, new HashSet<>());
    }

    private JsonNode resolved(JsonNode node, Set<String> underway) {
        if (node.isTextual()) {
            return text(node, underway);
        }
        if (node.isArray()) {
            ArrayNode list = root.arrayNode();
            node.forEach(item -> list.add(resolved(item, underway)));
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = root.objectNode();
            node.properties().forEach(f -> object.set(f.getKey(), resolved(f.getValue(), underway)));
            return object;
        }
        return node;
    }

    private JsonNode text(JsonNode node, Set<String> underway) {
        Matcher whole = REFERENCE.matcher(node.textValue());
        if (whole.matches()) {
            return target(whole.group(1), node, underway);
        }
        Matcher inside = REFERENCE.matcher(node.textValue());
        return TextNode.valueOf(inside.replaceAll(match -> {
            JsonNode kept = TextNode.valueOf(match.group());
            return Matcher.quoteReplacement(
                    target(match.group(1), kept, underway).asText());
        }));
    }

    private JsonNode target(String key, JsonNode otherwise, Set<String> underway) {
        JsonNode found = root.at("/" + key.replace('.', '/'));
        if (found.isMissingNode() || found.isContainerNode() || !underway.add(key)) {
            return otherwise;
        }
        JsonNode value = resolved(found, underway);
        underway.remove(key);
        return value;
    }
}
