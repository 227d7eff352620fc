package dev.syncprotocol.agent.fulfil;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.diversity.Text;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The texts in a file of rows, one JSON object a line: what the model is shown of a row, and the template it was made from. */
final class MeasuredTexts {
    private static final List<String> FIELDS = List.of("input", "question", "prompt", "text", "content");
    private static final List<String> TEMPLATES =
            List.of("/meta/template_id", "/meta/template", "/template_id", "/template");

    private MeasuredTexts() {}

    /** The texts of every row that is not blank; a row that cannot be read is refused with its line. */
    static List<Text> of(String rows) {
        List<Text> texts = new ArrayList<>();
        int number = 0;
        for (String line : rows.split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                texts.add(text(line, number));
            }
        }
        if (texts.isEmpty()) {
            throw new ToolRefusal("the file holds no rows");
        }
        return texts;
    }

    private static Text text(String line, int number) {
        JsonNode row = row(line, number);
        String content = FIELDS.stream()
                .map(row::get)
                .filter(value -> value != null && value.isTextual())
                .map(JsonNode::textValue)
                .findFirst()
                .orElseThrow(() ->
                        new ToolRefusal("line " + number + " has none of the fields " + String.join(", ", FIELDS)));
        Optional<String> template = TEMPLATES.stream()
                .map(row::at)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst();
        // By line: what a row calls itself may not be unique.
        return new Text("line-" + number, content, template);
    }

    private static JsonNode row(String line, int number) {
        try {
            return LocatedDocument.read(line.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON)
                    .root();
        } catch (DocumentUnreadable e) {
            throw new ToolRefusal("line " + number + " is no JSON object");
        }
    }
}
