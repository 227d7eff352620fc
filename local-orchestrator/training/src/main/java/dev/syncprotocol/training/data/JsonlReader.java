package dev.syncprotocol.training.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a JSONL file: {@code {"input","output","meta"}}, or GSM8K's {@code {"question","answer"}}. A line ends at
 * {@code \n} only, so U+2028 and U+0085 stay inside strings (S3-4.1).
 */
public final class JsonlReader {
    /** What a record of a preflight's pool says beside its meta, and rewards and sampling read there. */
    private static final List<String> OF_A_POOL = List.of("task", "needs_clarification", "evidence");

    private static final int SHOWN_FAULTS = 20;

    private final String name;
    private final List<Row> rows = new ArrayList<>();
    private final List<Violation> faults = new ArrayList<>();

    private JsonlReader(String name) {
        this.name = name;
    }

    /**
     * All rows of a file.
     *
     * @param name the file's name for people, for example its path in the workspace
     * @throws SyncException {@code DATA_INVALID} with file and line of the bad rows, or when there is no row;
     *     {@code CONFIG_INVALID} when there is no such file
     */
    public static List<Row> read(Path file, String name) {
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, "no data file " + name)
                    .withHint("sync data make-min writes the smallest data sets");
        }
        try {
            return new JsonlReader(name).rows(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, name + ": " + e.getMessage(), e);
        }
    }

    private List<Row> rows(byte[] bytes) {
        int line = 0;
        for (int from = 0; from < bytes.length; ) {
            int to = endOfLine(bytes, from);
            row(ByteBuffer.wrap(bytes, from, to - from), ++line);
            from = to + 1;
        }
        if (rows.isEmpty() && faults.isEmpty()) {
            faults.add(new Violation("", 0, 0, "at least one row", "rows", "an empty file"));
        }
        if (!faults.isEmpty()) {
            throw badRows();
        }
        return List.copyOf(rows);
    }

    private static int endOfLine(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private void row(ByteBuffer bytes, int line) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            JsonNode node = SyncJson.read(text);
            boolean gsm8k = node.has("question") && !node.has("input");
            String input = text(node, gsm8k ? "question" : "input");
            String output = text(node, gsm8k ? "answer" : "output");
            rows.add(new Row(input, output, meta(node), name + ":" + line));
        } catch (CharacterCodingException e) {
            bad(line, "UTF-8", "bytes that are not UTF-8");
        } catch (UncheckedIOException | IllegalArgumentException e) {
            bad(line, "{\"input\", \"output\", \"meta\"} or {\"question\", \"answer\"}", firstLine(e.getMessage()));
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new IllegalArgumentException("\"" + field + "\" is " + (value.isMissingNode() ? "missing" : value));
        }
        return value.textValue();
    }

    private static JsonNode meta(JsonNode node) {
        JsonNode meta = node.path("meta");
        if (!meta.isMissingNode() && !meta.isObject()) {
            throw new IllegalArgumentException("\"meta\" is " + meta);
        }
        ObjectNode said = meta instanceof ObjectNode object ? object : SyncJson.object();
        OF_A_POOL.stream()
                .filter(name -> node.has(name) && !said.has(name))
                .forEach(name -> said.set(name, node.get(name)));
        return said;
    }

    private void bad(int line, String expected, String found) {
        faults.add(new Violation("", line, 1, "row", expected, found));
    }

    private SyncException badRows() {
        Violation first = faults.get(0);
        String more = faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)";
        String message = name + ":" + first.line() + ": " + first.found() + more;
        List<Violation> shown = faults.subList(0, Math.min(SHOWN_FAULTS, faults.size()));
        return new SyncException(ErrorCode.DATA_INVALID, message, null, null, shown, List.of());
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
