package dev.syncprotocol.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A tool with its arguments, understood: what would be typed.
 *
 * @param tool the tool
 * @param arguments its arguments; valid by its schema
 */
record ToolCall(SyncTool tool, ObjectNode arguments) {
    private static final List<String> HANDED_IN = List.of(ToolArgument.PACKAGE, ToolArgument.TEXT, ToolArgument.FILE);

    /**
     * Understands a call.
     *
     * @throws SyncException {@link ErrorCode#USAGE} with every argument that breaks a rule
     */
    static ToolCall of(SyncTool tool, ObjectNode arguments) {
        List<Violation> violations = new ArrayList<>(broken(tool, arguments));
        if (tool.arguments().stream().anyMatch(argument -> argument.name().equals(ToolArgument.PACKAGE))) {
            violations.addAll(handedInOnce(arguments));
        }
        if (!violations.isEmpty()) {
            SyncException invalid = SchemaValidator.invalid(ErrorCode.USAGE, tool.toolName(), violations);
            throw invalid.withNext("sync " + String.join(" ", tool.verb()) + " --help");
        }
        return new ToolCall(tool, arguments);
    }

    /** The rules of the input schema; what a package holds is for the verb to judge. */
    private static List<Violation> broken(SyncTool tool, ObjectNode arguments) {
        ObjectNode outer = arguments.deepCopy();
        if (outer.path(ToolArgument.PACKAGE).isObject()) {
            outer.putObject(ToolArgument.PACKAGE);
        }
        if (outer.path(ToolArgument.TEXT).isTextual()) {
            outer.put(ToolArgument.TEXT, outer.get(ToolArgument.TEXT).asText().isEmpty() ? "" : "…");
        }
        byte[] text = SyncJson.compact(outer).getBytes(StandardCharsets.UTF_8);
        return judged(tool, text).stream().map(ToolCall::withoutPlace).toList();
    }

    private static List<Violation> judged(SyncTool tool, byte[] text) {
        try {
            return SchemaValidator.violations(tool.inputSchema(), LocatedDocument.read(text, DocumentFormat.JSON));
        } catch (DocumentUnreadable e) {
            return e.violations();
        }
    }

    /** Lines and columns would be those of a text nobody wrote. */
    private static Violation withoutPlace(Violation found) {
        return new Violation(found.pointer(), 0, 0, found.rule(), found.expected(), found.found());
    }

    private static List<Violation> handedInOnce(ObjectNode arguments) {
        List<String> given = HANDED_IN.stream().filter(arguments::has).toList();
        return given.size() == 1
                ? List.of()
                : List.of(new Violation(
                        "",
                        0,
                        0,
                        "exactly one",
                        "one of " + String.join(", ", HANDED_IN),
                        given.isEmpty() ? "none" : String.join(", ", given)));
    }

    /**
     * The call of the verb.
     *
     * @param folder where it is made unless the arguments name another workspace
     * @param said hears progress
     */
    DoorCall made(Path folder, Consumer<String> said) {
        List<String> words = new ArrayList<>(tool.verb());
        tool.arguments().forEach(argument -> words.addAll(words(argument)));
        return new DoorCall(workspace(folder), words, input(), said);
    }

    private List<String> words(ToolArgument argument) {
        JsonNode value = arguments.get(argument.name());
        return value == null ? argument.absent() : argument.spelling().words(value);
    }

    private Path workspace(Path folder) {
        JsonNode named = arguments.get(ToolArgument.WORKSPACE);
        try {
            return named == null ? folder : folder.resolve(named.asText()).normalize();
        } catch (InvalidPathException e) {
            throw new SyncException(ErrorCode.USAGE, "workspace: " + e.getReason(), e);
        }
    }

    private byte[] input() {
        return Stream.of(ToolArgument.PACKAGE, ToolArgument.TEXT)
                .filter(arguments::has)
                .map(arguments::get)
                .map(value -> value.isTextual() ? value.asText() : SyncJson.compact(value))
                .findFirst()
                .orElse("")
                .getBytes(StandardCharsets.UTF_8);
    }
}
