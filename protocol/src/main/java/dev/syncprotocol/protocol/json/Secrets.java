package dev.syncprotocol.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Secrets found in a document or a text: where and of which kind, never the value (interfaces.md section 5). A pointer never
 * runs through a key that holds one.
 */
public final class Secrets {
    /** The rule every finding breaks. */
    public static final String RULE = "no secrets";

    private static final String EXPECTED = "text without keys, tokens or passwords";

    private final LocatedDocument document;
    private final List<Violation> found = new ArrayList<>();

    private Secrets(LocatedDocument document) {
        this.document = document;
    }

    /** Every string of a document, names of fields included, that holds a secret. */
    public static List<Violation> in(LocatedDocument document) {
        Secrets secrets = new Secrets(document);
        secrets.look("", "", document.root());
        return List.copyOf(secrets.found);
    }

    /** Every line of a text that could not be read as a document. */
    public static List<Violation> in(byte[] text) {
        List<Violation> found = new ArrayList<>();
        int number = 0;
        for (String line : new String(text, StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            int place = number;
            SecretKind.in(line).ifPresent(kind -> found.add(violation("", place, 1, kind)));
        }
        return List.copyOf(found);
    }

    /**
     * Refuses a text that holds a secret.
     *
     * @param what its name for people, for example {@code --note}; not part of the text
     * @throws SyncException {@link ErrorCode#SECRET_IN_TEXT}, which names the kind and not the value
     */
    public static void refuse(String text, String what) {
        SecretKind.in(text).ifPresent(kind -> {
            throw refusal(what + " holds what looks like a secret: " + kind.words(), List.of());
        });
    }

    /** The refusal of a document with these findings. */
    public static SyncException refusal(String message, List<Violation> found) {
        return new SyncException(
                ErrorCode.SECRET_IN_TEXT,
                message,
                null,
                "nothing was recorded; take the secret out, and replace it where it came from if it was shared",
                found,
                List.of("sync status"));
    }

    private void look(String pointer, String name, JsonNode value) {
        if (value.isTextual()) {
            text(pointer, name, value.textValue());
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                look(pointer + "/" + i, name, value.get(i));
            }
        } else {
            fields(pointer, value);
        }
    }

    private void fields(String pointer, JsonNode object) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String key = field.getKey();
            if (SecretKind.in(key).isPresent()) {
                add(pointer, SecretKind.in(key).get());
                look(pointer, "", field.getValue());
            } else {
                look(pointer + "/" + key.replace("~", "~0").replace("/", "~1"), key, field.getValue());
            }
        }
    }

    private void text(String pointer, String name, String text) {
        SecretKind.in(text).or(() -> SecretKind.in(name + "=" + text)).ifPresent(kind -> add(pointer, kind));
    }

    private void add(String pointer, SecretKind kind) {
        found.add(at(pointer, document, kind));
    }

    /** The finding that what this pointer names holds a secret. */
    public static Violation at(String pointer, LocatedDocument document, SecretKind kind) {
        Place place = document.place(pointer);
        return violation(pointer, place.line(), place.column(), kind);
    }

    private static Violation violation(String pointer, int line, int column, SecretKind kind) {
        return new Violation(pointer, line, column, RULE, EXPECTED, "what looks like a secret: " + kind.words());
    }
}
