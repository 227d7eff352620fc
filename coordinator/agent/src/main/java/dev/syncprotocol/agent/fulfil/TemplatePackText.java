package dev.syncprotocol.agent.fulfil;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The template pack of one task as text (preflight.md section 4.3): at least 6 templates, 4 roles and 3 styles, ids and texts
 * distinct, each template with {@code {question}} exactly once.
 */
public final class TemplatePackText {
    private static final List<String> PARTS = List.of("templates", "roles", "styles");
    private static final Pattern QUESTION = Pattern.compile("\\{question}");

    private TemplatePackText() {}

    /** A pack as a model gives it; refused with everything that is wrong with it. */
    static String of(JsonNode arguments) {
        ObjectNode pack = SyncJson.object();
        for (String part : PARTS) {
            pack.set(part, arguments.path(part).deepCopy());
        }
        String text = SyncJson.pretty(pack);
        List<String> broken = broken(text);
        if (!broken.isEmpty()) {
            throw new ToolRefusal("the pack was not written: " + String.join("; ", broken));
        }
        return text;
    }

    /** Whether a JSON text is meant as a pack: it has one of its parts. */
    static boolean isMeant(JsonNode root) {
        return root.isObject() && PARTS.stream().anyMatch(root::has);
    }

    /** Every broken rule; empty when the text is a pack. */
    public static List<String> broken(String text) {
        try {
            LocatedDocument document = LocatedDocument.read(text.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
            List<String> broken =
                    new ArrayList<>(SchemaValidator.violations(SchemaId.TEMPLATE_PACK_V1, document).stream()
                            .map(violation ->
                                    violation.pointer() + " " + violation.rule() + ": " + violation.expected())
                            .toList());
            if (broken.isEmpty()) {
                beyondSchema(document.root(), broken);
            }
            return broken;
        } catch (DocumentUnreadable e) {
            return List.of("no JSON document");
        }
    }

    private static void beyondSchema(JsonNode pack, List<String> broken) {
        for (JsonNode template : pack.path("templates")) {
            if (QUESTION.matcher(template.path("text").asText()).results().count() != 1) {
                broken.add("template " + template.path("id").asText() + " holds {question} exactly once");
            }
        }
        for (String part : PARTS) {
            distinct(pack.path(part), "id", part, broken);
            distinct(pack.path(part), "text", part, broken);
        }
    }

    private static void distinct(JsonNode items, String field, String part, List<String> broken) {
        Set<String> seen = new HashSet<>();
        for (JsonNode item : items) {
            if (!seen.add(item.path(field).asText())) {
                broken.add(part + ": every " + field + " is used once");
                return;
            }
        }
    }
}
