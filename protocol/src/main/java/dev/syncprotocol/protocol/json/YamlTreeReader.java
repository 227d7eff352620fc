package dev.syncprotocol.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * YAML text to a tree with places, from the event stream. Plain scalars follow YAML 1.2's core schema: {@code yes} is a
 * word, {@code 1e-5} and {@code 1.0e-5} are numbers. Anchors and aliases are refused: one document could otherwise grow
 * without bound.
 */
final class YamlTreeReader {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,9})?");
    private static final Pattern INFINITY = Pattern.compile("([-+])?\\.(inf|Inf|INF)");
    private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
    private static final Pattern FALSE = Pattern.compile("false|False|FALSE");

    private final Parser events;
    private final TreeInProgress tree = new TreeInProgress();
    private Event event;

    private YamlTreeReader(Parser events) {
        this.events = events;
        this.event = events.getEvent();
    }

    static LocatedDocument read(String text) {
        LoaderOptions limits = new LoaderOptions();
        limits.setNestingDepthLimit(LocatedDocument.MAX_DEPTH + 1);
        limits.setCodePointLimit(LocatedDocument.MAX_BYTES);
        try {
            // The parser alone: the library's front door would load what makes Java objects, which nobody asks for
            // here.
            return new YamlTreeReader(new ParserImpl(new StreamReader(text), limits)).document();
        } catch (MarkedYAMLException e) {
            throw DocumentUnreadable.at(place(e.getProblemMark()), "YAML syntax", "one YAML document", problem(e));
        } catch (YAMLException e) {
            throw DocumentUnreadable.at(
                    Place.UNKNOWN, "YAML syntax", "one YAML document", String.valueOf(e.getMessage()));
        }
    }

    private LocatedDocument document() {
        advance();
        advance();
        JsonNode root = event.is(Event.ID.DocumentEnd) ? JsonNodeFactory.instance.nullNode() : value("");
        advance();
        if (!event.is(Event.ID.StreamEnd)) {
            throw DocumentUnreadable.at(here(), "one document", "one YAML document", "a second one");
        }
        return tree.finish(root);
    }

    private void advance() {
        event = events.getEvent();
    }

    private JsonNode value(String pointer) {
        Place place = here();
        tree.starts(pointer, place);
        if (event.is(Event.ID.Alias) || (event instanceof NodeEvent node && node.getAnchor() != null)) {
            throw DocumentUnreadable.at(place, "no anchors", "the value written out", "an anchor or alias");
        }
        JsonNode value = event.is(Event.ID.MappingStart)
                ? mapping(pointer, place)
                : event.is(Event.ID.SequenceStart) ? sequence(pointer, place) : scalar(pointer, place);
        advance();
        return value;
    }

    private JsonNode mapping(String pointer, Place start) {
        tree.enter(start);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        advance();
        while (!event.is(Event.ID.MappingEnd)) {
            Place keyPlace = here();
            if (!(event instanceof ScalarEvent key)) {
                throw DocumentUnreadable.at(keyPlace, "keys are words", "a plain key", "a structure as key");
            }
            advance();
            String child = TreeInProgress.child(pointer, key.getValue());
            tree.member(object, pointer, key.getValue(), value(child), keyPlace);
        }
        tree.leave();
        return object;
    }

    private JsonNode sequence(String pointer, Place start) {
        tree.enter(start);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        advance();
        while (!event.is(Event.ID.SequenceEnd)) {
            array.add(value(TreeInProgress.child(pointer, array.size())));
        }
        tree.leave();
        return array;
    }

    private JsonNode scalar(String pointer, Place place) {
        ScalarEvent scalar = (ScalarEvent) event;
        String text = tree.text(pointer, place, scalar.getValue());
        return scalar.getScalarStyle() == ScalarStyle.PLAIN ? plain(text) : JsonNodeFactory.instance.textNode(text);
    }

    private static JsonNode plain(String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (NULL.matcher(text).matches()) {
            return nodes.nullNode();
        }
        if (TRUE.matcher(text).matches() || FALSE.matcher(text).matches()) {
            return nodes.booleanNode(TRUE.matcher(text).matches());
        }
        if (INTEGER.matcher(text).matches()) {
            return nodes.numberNode(new BigInteger(text));
        }
        if (FLOAT.matcher(text).matches()) {
            return nodes.numberNode(new BigDecimal(text));
        }
        if (INFINITY.matcher(text).matches()) {
            return nodes.numberNode(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return nodes.textNode(text);
    }

    private Place here() {
        return place(event.getStartMark());
    }

    private static Place place(Mark mark) {
        return mark == null ? Place.UNKNOWN : new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String problem(MarkedYAMLException e) {
        return e.getContext() == null ? e.getProblem() : e.getProblem() + " " + e.getContext();
    }
}
