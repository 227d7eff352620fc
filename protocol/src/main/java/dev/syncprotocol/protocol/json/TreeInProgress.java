package dev.syncprotocol.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What both readers note while they build a tree: places, keys given twice, the depth. */
final class TreeInProgress {
    private final Map<String, Place> places = new HashMap<>();
    private final List<Violation> faults = new ArrayList<>();
    private int depth;

    void starts(String pointer, Place place) {
        places.putIfAbsent(pointer, place);
    }

    void enter(Place place) {
        depth++;
        if (depth > LocatedDocument.MAX_DEPTH) {
            throw DocumentUnreadable.at(
                    place, "depth", "at most " + LocatedDocument.MAX_DEPTH + " levels", depth + " levels");
        }
    }

    void leave() {
        depth--;
    }

    /** Adds a member, or notes that its key was given before; the first value stands. */
    void member(ObjectNode object, String parent, String key, JsonNode value, Place place) {
        if (object.has(key)) {
            faults.add(new Violation(
                    child(parent, key),
                    place.line(),
                    place.column(),
                    "key given once",
                    "each key once",
                    "the key " + ShownText.clean(key) + " again"));
        } else {
            object.set(key, value);
        }
    }

    String text(String pointer, Place place, String text) {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            faults.add(new Violation(
                    pointer, place.line(), place.column(), "Unicode", "complete characters", "a lone surrogate"));
        }
        return text;
    }

    LocatedDocument finish(JsonNode root) {
        if (!faults.isEmpty()) {
            throw new DocumentUnreadable(faults);
        }
        return new LocatedDocument(root, places);
    }

    static String child(String parent, String key) {
        return parent + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    static String child(String parent, int index) {
        return parent + "/" + index;
    }
}
