package dev.syncprotocol.gates.pool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Records from trees and back. Unknown fields are not kept: who must not lose them copies the line. */
public final class PoolRecords {
    private PoolRecords() {}

    /** The record of a line's tree; absent texts are empty, absent lists too. */
    public static PoolRecord of(JsonNode tree) {
        return new PoolRecord(
                text(tree, "id"),
                text(tree, "task"),
                text(tree, "input"),
                text(tree, "output"),
                list(tree.path("turns"), PoolRecords::turn),
                list(tree.path("evidence"), JsonNode::asText),
                tree.path("needs_clarification").asBoolean(false),
                meta(tree.path("meta")),
                list(tree.path("spans"), PoolRecords::span));
    }

    /** The tree, keys in the order of preflight.md section 4.2. */
    public static ObjectNode tree(PoolRecord entry) {
        ObjectNode tree = SyncJson.object()
                .put("id", entry.id())
                .put("task", entry.task())
                .put("input", entry.input())
                .put("output", entry.output());
        entry.turns().forEach(turn -> add(tree.withArray("turns"), turn));
        ArrayNode evidence = tree.putArray("evidence");
        entry.evidence().forEach(evidence::add);
        tree.put("needs_clarification", entry.needsClarification());
        tree.set("meta", tree(entry.meta()));
        ArrayNode spans = tree.putArray("spans");
        entry.spans()
                .forEach(span -> spans.addObject()
                        .put("turn", span.turn())
                        .put("start", span.start())
                        .put("end", span.end())
                        .put("kind", span.kind()));
        return tree;
    }

    private static Turn turn(JsonNode node) {
        return new Turn(
                text(node, "role"),
                text(node, "content"),
                node.path("clarify").asBoolean(false),
                Optional.of(node.path("tool_call")).filter(call -> !call.isMissingNode() && !call.isNull()),
                word(node, "tool"));
    }

    private static Span span(JsonNode node) {
        return new Span(
                node.path("turn").asInt(),
                node.path("start").asInt(),
                node.path("end").asInt(),
                text(node, "kind"));
    }

    private static PoolMeta meta(JsonNode node) {
        return new PoolMeta(
                word(node, "role"),
                word(node, "style"),
                word(node, "template_id"),
                word(node, "source_id"),
                list(node.path("entities"), JsonNode::asText),
                Optional.of(node.path("gold")).filter(JsonNode::isObject),
                Optional.of(node.path("difficulty")).filter(JsonNode::isNumber).map(JsonNode::doubleValue),
                word(node, "bucket"));
    }

    private static ObjectNode tree(PoolMeta meta) {
        ObjectNode node = SyncJson.object();
        meta.role().ifPresent(value -> node.put("role", value));
        meta.style().ifPresent(value -> node.put("style", value));
        meta.templateId().ifPresent(value -> node.put("template_id", value));
        meta.sourceId().ifPresent(value -> node.put("source_id", value));
        if (!meta.entities().isEmpty()) {
            meta.entities().forEach(node.putArray("entities")::add);
        }
        meta.gold().ifPresent(value -> node.set("gold", value));
        meta.difficulty().ifPresent(value -> node.put("difficulty", value));
        meta.bucket().ifPresent(value -> node.put("bucket", value));
        return node;
    }

    private static void add(ArrayNode turns, Turn turn) {
        ObjectNode node = turns.addObject().put("role", turn.role()).put("content", turn.content());
        if (turn.clarify()) {
            node.put("clarify", true);
        }
        turn.toolCall().ifPresent(call -> node.set("tool_call", call));
        turn.tool().ifPresent(tool -> node.put("tool", tool));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    /** A non-empty text. */
    private static Optional<String> word(JsonNode node, String field) {
        return Optional.of(node.path(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(value -> !value.isEmpty());
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> map) {
        List<T> items = new ArrayList<>();
        array.forEach(item -> items.add(map.apply(item)));
        return items;
    }
}
