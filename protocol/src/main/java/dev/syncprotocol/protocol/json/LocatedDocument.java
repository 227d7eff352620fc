package dev.syncprotocol.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A document of another author, read strictly, that remembers where each value stands.
 *
 * <p>Refused before any schema is asked: a byte-order mark, bytes that are not UTF-8, more than 1 MiB, nesting deeper
 * than 32, a key given twice, lone surrogates, anything after the document (coordinator.md section 3, limits).
 */
public final class LocatedDocument {
    /** Most bytes a document may have. */
    public static final int MAX_BYTES = 1 << 20;

    /** Deepest nesting of objects and lists. */
    public static final int MAX_DEPTH = 32;

    private final JsonNode root;
    private final Map<String, Place> places;

    LocatedDocument(JsonNode root, Map<String, Place> places) {
        this.root = root;
        this.places = Map.copyOf(places);
    }

    /**
     * Reads a document.
     *
     * @throws DocumentUnreadable with every key given twice, or the one fault that stops reading
     */
    public static LocatedDocument read(byte[] bytes, DocumentFormat format) {
        if (bytes.length > MAX_BYTES) {
            throw DocumentUnreadable.at(
                    Place.UNKNOWN, "size", "at most " + MAX_BYTES + " bytes", bytes.length + " bytes");
        }
        String text = decode(bytes);
        return format == DocumentFormat.JSON ? JsonTreeReader.read(text) : YamlTreeReader.read(text);
    }

    /** The tree. */
    public JsonNode root() {
        return root;
    }

    /** Where the value at this JSON pointer starts; the nearest parent's place when there is no such value. */
    public Place place(String pointer) {
        String asked = pointer;
        while (!places.containsKey(asked) && !asked.isEmpty()) {
            asked = asked.substring(0, asked.lastIndexOf('/'));
        }
        return places.getOrDefault(asked, Place.UNKNOWN);
    }

    /** A broken rule at this pointer, with its place; {@code found} is made fit to be shown. */
    public Violation violation(String pointer, String rule, String expected, String found) {
        Place place = place(pointer);
        return new Violation(pointer, place.line(), place.column(), rule, expected, ShownText.clean(found));
    }

    private static String decode(byte[] bytes) {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            throw DocumentUnreadable.at(
                    new Place(1, 1), "encoding: no byte-order mark", "UTF-8 without a BOM", "a BOM (EF BB BF)");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return notBlank(text);
        } catch (CharacterCodingException e) {
            throw DocumentUnreadable.at(
                    Place.UNKNOWN,
                    "encoding: UTF-8",
                    "UTF-8 text",
                    "bytes that are not UTF-8 (" + e.getMessage() + ")");
        }
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw DocumentUnreadable.at(Place.UNKNOWN, "not empty", "a document", "nothing");
        }
        return text;
    }
}
