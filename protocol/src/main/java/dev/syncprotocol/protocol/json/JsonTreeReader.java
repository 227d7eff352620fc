package dev.syncprotocol.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON text to a tree with places. Floats stay decimal, so {@code 1e400} is a number and not infinity. */
final class JsonTreeReader {
    private static final int LONGEST_NUMBER = 32;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(LocatedDocument.MAX_DEPTH + 1)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(LocatedDocument.MAX_BYTES)
                    .build())
            .build();

    private final JsonParser parser;
    private final TreeInProgress tree = new TreeInProgress();

    private JsonTreeReader(JsonParser parser) {
        this.parser = parser;
    }

    static LocatedDocument read(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new JsonTreeReader(parser).document();
        } catch (JsonProcessingException e) {
            throw DocumentUnreadable.at(
                    place(e.getLocation()), "JSON syntax", "one JSON document", e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LocatedDocument document() throws IOException {
        parser.nextToken();
        JsonNode root = value("");
        if (parser.nextToken() != null) {
            throw DocumentUnreadable.at(here(), "one document", "nothing after the document", parser.getText());
        }
        return tree.finish(root);
    }

    private JsonNode value(String pointer) throws IOException {
        Place place = here();
        tree.starts(pointer, place);
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(pointer, place);
            case START_ARRAY -> array(pointer, place);
            case VALUE_STRING -> nodes.textNode(tree.text(pointer, place, parser.getText()));
            case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            default -> throw DocumentUnreadable.at(place, "JSON syntax", "a value", parser.getText());
        };
    }

    private JsonNode object(String pointer, Place start) throws IOException {
        tree.enter(start);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Place keyPlace = here();
            String key = tree.text(pointer, keyPlace, parser.currentName());
            parser.nextToken();
            tree.member(object, pointer, key, value(TreeInProgress.child(pointer, key)), keyPlace);
        }
        tree.leave();
        return object;
    }

    private JsonNode array(String pointer, Place start) throws IOException {
        tree.enter(start);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(TreeInProgress.child(pointer, array.size())));
        }
        tree.leave();
        return array;
    }

    private Place here() {
        return place(parser.currentTokenLocation());
    }

    private static Place place(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? Place.UNKNOWN
                : new Place(location.getLineNr(), location.getColumnNr());
    }
}
