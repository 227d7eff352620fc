package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;

/**
 * What a command answers: a document for programs and words for people, of the same facts.
 *
 * @param schema the document's name and version, for example {@code sync.status/1}
 * @param data the document's {@code data}; its {@code next} is added when the answer is written
 * @param words lines for people, line feed between them
 * @param next safe commands that lead on
 * @param form how the words go out
 */
record Answer(String schema, ObjectNode data, String words, List<String> next, Form form) {
    /** How the words go out. */
    enum Form {
        /** Words, then the commands that lead on. */
        PROSE,
        /** The words are a document of their own, fit for a pipe: nothing is added to it. */
        DOCUMENT,
        /** The verb spoke for itself, in a protocol of its own: nothing goes out any more. */
        SPOKEN
    }

    Answer(String schema, ObjectNode data, String words, List<String> next) {
        this(schema, data, words, next, Form.PROSE);
    }

    Answer {
        next = List.copyOf(next);
    }

    /** The envelope of interfaces.md section 3. */
    ObjectNode document() {
        ObjectNode envelope = SyncJson.object();
        envelope.put("schema", schema);
        envelope.put("ok", true);
        ObjectNode filled = envelope.putObject("data");
        filled.setAll(data);
        next.forEach(filled.putArray("next")::add);
        return envelope;
    }
}
