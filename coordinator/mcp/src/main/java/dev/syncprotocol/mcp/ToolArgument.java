package dev.syncprotocol.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;

/**
 * One argument of a tool.
 *
 * @param name as it stands in the call
 * @param schema what it may hold, JSON Schema 2020-12
 * @param required whether the tool needs it
 * @param spelling how it is typed
 * @param absent what is typed where it is not given
 */
record ToolArgument(String name, ObjectNode schema, boolean required, Spelling spelling, List<String> absent) {
    /** Its place in a call: the folder whose workspace is meant. Never typed; the call is made in that folder. */
    static final String WORKSPACE = "workspace";
    /** A SYNC package as a JSON object. */
    static final String PACKAGE = "package";
    /** A SYNC package as text. */
    static final String TEXT = "text";
    /** A SYNC package in a file. */
    static final String FILE = "file";

    private static final int LONGEST_PATH = 4096;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int LONGEST_WORDS = 16 * 1024;

    static ToolArgument workspace() {
        return optional(
                WORKSPACE,
                text("Folder of the workspace; default: where the server was started.", LONGEST_PATH),
                value -> List.of());
    }

    static ToolArgument option(String name, String description) {
        return optional(name, text(description, LONGEST_WORDS), Spelling.option("--" + name));
    }

    static ToolArgument oneOf(String name, List<String> values, String description) {
        ObjectNode schema = described("string", description);
        ArrayNode choices = schema.putArray("enum");
        values.forEach(choices::add);
        return optional(name, schema, Spelling.option("--" + name));
    }

    static ToolArgument flag(String name, List<String> yes, List<String> no, String description) {
        ObjectNode schema = described("boolean", description).put("default", false);
        return new ToolArgument(name, schema, false, Spelling.either(yes, no), no);
    }

    static ToolArgument requiredNumber(String name, int most, Spelling spelling, String description) {
        ObjectNode schema = described("integer", description).put("minimum", 1).put("maximum", most);
        return new ToolArgument(name, schema, true, spelling, List.of());
    }

    static ToolArgument requiredText(String name, String description) {
        return new ToolArgument(name, text(description, LONGEST_WORDS), true, Spelling.option("--" + name), List.of());
    }

    /** The three ways to hand a SYNC package in; exactly one is given. */
    static List<ToolArgument> handedIn() {
        return List.of(
                optional(PACKAGE, described("object", "The SYNC package itself."), Spelling.input()),
                optional(
                        TEXT,
                        text("Instead: its text, or Markdown with one JSON code block.", LONGEST_TEXT),
                        Spelling.input()),
                optional(FILE, text("Instead: a file that holds it.", LONGEST_PATH), Spelling.file()));
    }

    private static ToolArgument optional(String name, ObjectNode schema, Spelling spelling) {
        return new ToolArgument(name, schema, false, spelling, List.of());
    }

    private static ObjectNode text(String description, int longest) {
        return described("string", description)
                .put("minLength", 1)
                .put("maxLength", longest)
                .put("pattern", "^[^\\u0000]*$");
    }

    private static ObjectNode described(String type, String description) {
        return SyncJson.object().put("type", type).put("description", description);
    }
}
