package dev.syncprotocol.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * How a tool's argument is typed on the command line. Values stand behind an equals sign, so none can pass for an option,
 * and no value begins a word with {@code @}, which would name a file of arguments.
 */
interface Spelling {
    /** The words for this value. */
    List<String> words(JsonNode value);

    /** {@code --option=value}. */
    static Spelling option(String name) {
        return value -> List.of(name + "=" + value.asText());
    }

    /** A number in its place. */
    static Spelling number() {
        return value -> List.of(value.asText());
    }

    /** A file in its place. */
    static Spelling file() {
        return value -> {
            String path = value.asText();
            return List.of(path.startsWith("/") ? path : "./" + path);
        };
    }

    /** What stands on stdin. */
    static Spelling input() {
        return value -> List.of("-");
    }

    /** These words where it is true, those where it is false. */
    static Spelling either(List<String> yes, List<String> no) {
        return value -> value.asBoolean() ? yes : no;
    }
}
