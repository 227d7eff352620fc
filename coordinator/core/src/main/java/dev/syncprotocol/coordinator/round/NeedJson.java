package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.AcceptRules;
import dev.syncprotocol.protocol.ExternalNeed;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.Collection;

/** Needs in the form of the SYNC package (coordinator.md section 3), for texts that were validated when they came in. */
public final class NeedJson {
    private NeedJson() {}

    /** The need an object holds. */
    public static ExternalNeed read(Fields fields) {
        return new ExternalNeed(
                fields.text("name"),
                fields.path("path"),
                fields.text("desc"),
                fields.flag("required", true),
                fields.optionalObject("accept").map(NeedJson::accept).orElse(AcceptRules.NONE),
                fields.optionalObject("alternative").map(NeedJson::alternative));
    }

    private static AcceptRules accept(Fields fields) {
        return new AcceptRules(
                fields.optionalInteger("min_files"),
                fields.optionalLong("min_lines"),
                fields.optionalLong("min_bytes"),
                fields.optionalPath("json_schema"),
                fields.texts("required_keys"),
                fields.optionalText("gate"));
    }

    private static ExternalNeed.Alternative alternative(Fields fields) {
        return new ExternalNeed.Alternative(fields.texts("command"), fields.path("produces"));
    }

    /** The need as an object; {@code required} is left out where it is true. */
    public static ObjectNode write(ExternalNeed need) {
        ObjectNode node = SyncJson.object();
        node.put("name", need.name());
        node.put("path", need.path().value());
        node.put("desc", need.desc());
        if (!need.required()) {
            node.put("required", false);
        }
        if (!need.accept().equals(AcceptRules.NONE)) {
            node.set("accept", accept(need.accept()));
        }
        need.alternative().ifPresent(alternative -> node.set("alternative", alternative(alternative)));
        return node;
    }

    private static ObjectNode accept(AcceptRules rules) {
        ObjectNode node = SyncJson.object();
        rules.minFiles().ifPresent(files -> node.put("min_files", files));
        rules.minLines().ifPresent(lines -> node.put("min_lines", lines));
        rules.minBytes().ifPresent(bytes -> node.put("min_bytes", bytes));
        rules.jsonSchema().ifPresent(schema -> node.put("json_schema", schema.value()));
        if (!rules.requiredKeys().isEmpty()) {
            node.set("required_keys", texts(rules.requiredKeys()));
        }
        rules.gate().ifPresent(gate -> node.put("gate", gate));
        return node;
    }

    private static ObjectNode alternative(ExternalNeed.Alternative alternative) {
        ObjectNode node = SyncJson.object();
        node.set("command", texts(alternative.command()));
        node.put("produces", alternative.produces().value());
        return node;
    }

    /** These texts as a list. */
    public static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = SyncJson.object().arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** These trees as a list. */
    public static ArrayNode list(Collection<? extends JsonNode> items) {
        ArrayNode array = SyncJson.object().arrayNode();
        items.forEach(array::add);
        return array;
    }
}
