package dev.syncprotocol.mcp.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.Place;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Our server in a client's JSON configuration. The text is edited in one place, so every other byte of it stays as it was
 * written.
 *
 * @param container the field that holds the servers
 * @param typed whether the entry names its transport
 * @param command the program and its arguments
 */
record ServerEntry(String container, boolean typed, List<String> command) {
    private static final String NAME = "sync";
    private static final Set<String> FIELDS = Set.of("type", "command", "args");
    private static final String STEP = "  ";

    ServerEntry {
        command = List.copyOf(command);
    }

    /** A new configuration with nothing else in it. */
    String alone() {
        return "{\n" + STEP + member(container, "{\n" + STEP + STEP + member(NAME, value(2)) + "\n" + STEP + "}")
                + "\n}\n";
    }

    /**
     * The configuration with our entry.
     *
     * @throws SyncException {@link ErrorCode#CONFIG_INVALID} where the text cannot be read strictly;
     *     {@link ErrorCode#NAME_TAKEN} where an entry of our name is not ours
     */
    String in(String text, String path) {
        LocatedDocument document = read(text, path);
        JsonNode servers = document.root().path(container);
        if (!document.root().isObject() || !servers.isMissingNode() && !servers.isObject()) {
            throw unreadable(path, null);
        }
        if (servers.has(NAME)) {
            return replaced(text, path, document, servers.get(NAME));
        }
        return servers.isMissingNode()
                ? inserted(
                        text,
                        offset(text, document.place("")),
                        document.root().isEmpty(),
                        1,
                        member(container, "{\n" + STEP + STEP + member(NAME, value(2)) + "\n" + STEP + "}"))
                : inserted(
                        text,
                        offset(text, document.place("/" + container)),
                        servers.isEmpty(),
                        2,
                        member(NAME, value(2)));
    }

    private LocatedDocument read(String text, String path) {
        try {
            return LocatedDocument.read(text.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
        } catch (DocumentUnreadable e) {
            throw unreadable(path, e);
        }
    }

    private SyncException unreadable(String path, @Nullable Throwable cause) {
        return new SyncException(
                ErrorCode.CONFIG_INVALID,
                path + " is not plain JSON with an object " + container + ", so it is left alone",
                cause,
                "add this to its " + container + " by hand: " + member(NAME, value(0)),
                List.of(),
                List.of());
    }

    private String replaced(String text, String path, LocatedDocument document, JsonNode entry) {
        if (entry.equals(tree())) {
            return text;
        }
        if (!ours(entry)) {
            throw new SyncException(
                    ErrorCode.NAME_TAKEN,
                    path + " has a server '" + NAME + "' that was not written by sync agents install; it is left alone",
                    null,
                    "rename that entry, or make it start: " + String.join(" ", command),
                    List.of(),
                    List.of());
        }
        int start = offset(text, document.place("/" + container + "/" + NAME));
        return text.substring(0, start) + value(2) + text.substring(end(text, start));
    }

    /** An entry of our shape that starts {@code … mcp}: what an earlier install left, perhaps from another place. */
    private static boolean ours(JsonNode entry) {
        boolean ourFields = entry.isObject()
                && StreamSupport.stream(((Iterable<String>) entry::fieldNames).spliterator(), false)
                        .allMatch(FIELDS::contains);
        List<String> arguments = StreamSupport.stream(entry.path("args").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return ourFields
                && arguments.contains("mcp")
                && (starts(entry.path("command").asText()) || arguments.stream().anyMatch(ServerEntry::starts));
    }

    /** A launcher script, a jar or the class: the names this program goes by. */
    private static boolean starts(String word) {
        String name = word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
        return Set.of(NAME, "sync.jar", "dev.syncprotocol.cli.Sync").contains(name);
    }

    private JsonNode tree() {
        return SyncJson.read(value(0));
    }

    /** Where a place stands in the text. */
    private static int offset(String text, Place place) {
        int line = 1;
        int at = 0;
        while (line < place.line()) {
            at = text.indexOf('\n', at) + 1;
            line++;
        }
        return text.indexOf('{', at + place.column() - 1);
    }

    /** Where the object that begins here ends; braces inside strings do not count. */
    private static int end(String text, int start) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        throw new IllegalStateException("a document that was read has no end");
    }

    private static String inserted(String text, int open, boolean empty, int level, String member) {
        String first = "{\n" + STEP.repeat(level) + member;
        return empty
                ? text.substring(0, open) + first + "\n" + STEP.repeat(level - 1) + "}"
                        + text.substring(end(text, open))
                : text.substring(0, open) + first + "," + text.substring(open + 1);
    }

    private static String member(String name, String value) {
        return quoted(name) + ": " + value;
    }

    private String value(int level) {
        String indent = "\n" + STEP.repeat(level + 1);
        String type = typed ? indent + member("type", quoted("stdio")) + "," : "";
        String arguments = command.subList(1, command.size()).stream()
                .map(ServerEntry::quoted)
                .collect(Collectors.joining(", ", "[", "]"));
        return "{" + type + indent + member("command", quoted(command.get(0))) + "," + indent
                + member("args", arguments) + "\n" + STEP.repeat(level) + "}";
    }

    private static String quoted(String text) {
        return SyncJson.compact(TextNode.valueOf(text));
    }
}
