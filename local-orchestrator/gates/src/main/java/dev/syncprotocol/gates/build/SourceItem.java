package dev.syncprotocol.gates.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One item of a source file, {@code data/sources/<task>/{train,eval}.jsonl} (preflight.md D20).
 *
 * @param id unique in its task
 * @param input the question
 * @param output the reference answer
 * @param evidence texts the answer rests on
 * @param entities named in it
 * @param gold the source's structure: {@code steps}, and what the source brings besides
 * @param success whether a recorded answer was right, where known
 */
public record SourceItem(
        String id,
        String input,
        String output,
        List<String> evidence,
        List<String> entities,
        Optional<JsonNode> gold,
        Optional<Boolean> success) {
    public SourceItem {
        evidence = List.copyOf(evidence);
        entities = List.copyOf(entities);
    }

    /** Of a row; an item without an id is called by its line. */
    static SourceItem of(JsonNode row, int line) {
        JsonNode meta = row.path("meta");
        return new SourceItem(
                meta.path("id").asText("line-" + line),
                row.path("input").asText(),
                row.path("output").asText(),
                texts(meta.path("evidence")),
                texts(meta.path("entities")),
                Optional.of(meta.path("gold")).filter(JsonNode::isObject),
                Optional.of(meta.path("success")).filter(JsonNode::isBoolean).map(JsonNode::booleanValue));
    }

    /** The row. */
    public ObjectNode tree() {
        ObjectNode row = SyncJson.object().put("input", input).put("output", output);
        ObjectNode meta = row.putObject("meta").put("id", id);
        evidence.forEach(meta.putArray("evidence")::add);
        entities.forEach(meta.putArray("entities")::add);
        gold.ifPresent(value -> meta.set("gold", value));
        success.ifPresent(value -> meta.put("success", value));
        return row;
    }

    /** The gold structure's list of this name; empty where there is none. */
    List<String> goldTexts(String name) {
        return gold.map(node -> texts(node.path(name))).orElse(List.of());
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
