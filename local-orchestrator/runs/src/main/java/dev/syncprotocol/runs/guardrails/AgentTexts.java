package dev.syncprotocol.runs.guardrails;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sentences of one language; names such as <code>{best}</code> in them are filled with what the code says. */
final class AgentTexts {
    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

    private AgentTexts() {}

    /** Every sentence by its key; keys of the second level are maps. */
    static Map<String, Object> of(Language language, Map<String, String> facts) throws IOException {
        Map<String, Object> texts = new LinkedHashMap<>();
        tree(language).properties().forEach(entry -> texts.put(entry.getKey(), value(entry.getValue(), facts)));
        return texts;
    }

    static JsonNode tree(Language language) throws IOException {
        String name = language.word() + ".yaml";
        try (InputStream file = AgentTexts.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing beside " + AgentTexts.class);
            }
            return LocatedDocument.read(file.readAllBytes(), DocumentFormat.YAML)
                    .root();
        }
    }

    private static Object value(JsonNode node, Map<String, String> facts) {
        if (node.isTextual()) {
            return filled(node.textValue(), facts);
        }
        Map<String, Object> texts = new LinkedHashMap<>();
        node.properties().forEach(entry -> texts.put(entry.getKey(), value(entry.getValue(), facts)));
        return texts;
    }

    private static String filled(String text, Map<String, String> facts) {
        return NAME.matcher(text).replaceAll(found -> {
            String fact = facts.get(found.group(1));
            if (fact == null) {
                throw new IllegalStateException("no fact is called " + found.group() + ": " + text);
            }
            return Matcher.quoteReplacement(fact);
        });
    }
}
