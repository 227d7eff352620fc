package dev.syncprotocol.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;

/**
 * Our own JSON and YAML, read and written: trees in, trees out, keys and lists in their order, so two runs are byte-equal. Documents of other parties are read by {@link LocatedDocument}, never here.
 */
public final class SyncJson {
    private SyncJson() {}

    /** An empty object to fill. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The tree of our own JSON text; {@link UncheckedIOException} where it is none. */
    public static JsonNode read(String text) {
        return TreeReader.read(text);
    }

    /** One line, keys in insertion order. */
    public static String compact(JsonNode tree) {
        return write(Json.MAPPER.writer(), tree);
    }

    /**
     * Indented for people, keys in insertion order, line feed at the end. Invisible characters (direction overrides and the
     * like) come out as escapes: the same content, and nothing that changes how the text reads.
     */
    public static String pretty(JsonNode tree) {
        return visible(write(Json.MAPPER.writerWithDefaultPrettyPrinter(), tree)) + "\n";
    }

    private static String visible(String json) {
        StringBuilder shown = new StringBuilder(json.length());
        json.chars().forEach(c -> {
            if (Character.getType((char) c) == Character.FORMAT) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.append((char) c);
            }
        });
        return shown.toString();
    }

    /** A YAML document, keys in insertion order. */
    public static String yaml(JsonNode tree) {
        return write(Yaml.MAPPER.writer(), tree);
    }

    private static String write(ObjectWriter writer, JsonNode tree) {
        try {
            return writer.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loaded only when JSON is written: data binding costs start-up time. */
    private static final class Json {
        static final ObjectMapper MAPPER = JsonMapper.builder()
                .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build();
    }

    /** Loaded only when YAML is written: reading it costs start-up time. */
    private static final class Yaml {
        static final YAMLMapper MAPPER = YAMLMapper.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
    }
}
