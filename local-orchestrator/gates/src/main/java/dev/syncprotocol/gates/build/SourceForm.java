package dev.syncprotocol.gates.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.JsonLines;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms in which the data sets are published, and how an item of each becomes a source item. */
public enum SourceForm {
    /** openai/grade-school-math: JSON Lines, {@code question}, {@code answer} with {@code <<…>>} steps and {@code ####}. */
    GSM8K {
        @Override
        SourceItem item(JsonNode row) {
            String question = text(row, "question");
            String[] parts = text(row, "answer").split("\n?#### ");
            List<String> steps = STEP.matcher(parts[0])
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            ObjectNode gold = SyncJson.object().put("steps", steps.size());
            steps.forEach(gold.putArray("calculations")::add);
            STEP.matcher(parts[0]).replaceAll("").lines().forEach(gold.putArray("solution")::add);
            String answer = parts.length > 1 ? parts[1].strip() : "";
            return new SourceItem(
                    named("gsm8k", question), question, answer, List.of(), List.of(), Optional.of(gold), UNKNOWN);
        }
    },
    /** eladsegal/strategyqa: a JSON array, {@code question}, boolean {@code answer}, {@code facts}, {@code decomposition}. */
    STRATEGYQA {
        @Override
        SourceItem item(JsonNode row) {
            List<String> facts = SourceItem.texts(row.path("facts"));
            List<String> decomposition = SourceItem.texts(row.path("decomposition"));
            ObjectNode gold = SyncJson.object();
            if (!decomposition.isEmpty()) {
                gold.put("steps", decomposition.size());
                decomposition.forEach(gold.putArray("decomposition")::add);
            }
            List<String> entities = row.path("term").isTextual() ? List.of(text(row, "term")) : List.of();
            return new SourceItem(
                    row.path("qid").asText(named("strategyqa", text(row, "question"))),
                    text(row, "question"),
                    row.path("answer").asBoolean() ? "yes" : "no",
                    facts,
                    entities,
                    Optional.of(gold),
                    UNKNOWN);
        }
    },
    /** HotpotQA, with or without context: {@code question}, {@code answer}, {@code supporting_facts}, {@code context}. */
    HOTPOTQA {
        @Override
        SourceItem item(JsonNode row) {
            String question = text(row, "question").strip();
            Map<String, String> evidence = supporting(row);
            ObjectNode gold = SyncJson.object();
            if (row.path("supporting_facts").size() > 0) {
                gold.put("steps", row.path("supporting_facts").size());
            }
            copy(row, gold, "type");
            copy(row, gold, "level");
            evidence.keySet().forEach(gold.putArray("titles")::add);
            List<String> texts = evidence.entrySet().stream()
                    .map(page -> page.getKey() + ": " + page.getValue())
                    .toList();
            String id = row.path("id").asText(row.path("_id").asText(named("hotpotqa", question)));
            return new SourceItem(
                    id,
                    question,
                    text(row, "answer"),
                    texts,
                    List.copyOf(evidence.keySet()),
                    Optional.of(gold),
                    UNKNOWN);
        }
    };

    private static final Pattern STEP = Pattern.compile("<<([^<>]*)>>");
    private static final Optional<Boolean> UNKNOWN = Optional.empty();

    /** One published item. */
    abstract SourceItem item(JsonNode row);

    /** The form of this name, any case; {@code usage} for another. */
    public static SourceForm of(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new SyncException(
                    ErrorCode.USAGE, "known forms are gsm8k, strategyqa and hotpotqa, found " + name, e);
        }
    }

    /** As {@code --mix} and folders write it. */
    public String task() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Every item of a published file, JSON Lines or one JSON array; a second item of the same id is left out. */
    public List<SourceItem> read(Path file) throws IOException {
        Map<String, SourceItem> items = new LinkedHashMap<>();
        for (JsonNode row : rows(file)) {
            if (!row.path("question").isTextual() || row.path("answer").isMissingNode()) {
                throw new SyncException(
                        ErrorCode.DATA_INVALID, file.getFileName() + ": an item without question or answer");
            }
            SourceItem item = item(row);
            items.putIfAbsent(item.id(), item);
        }
        return List.copyOf(items.values());
    }

    private static List<JsonNode> rows(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.USAGE, "no file " + file);
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        List<JsonNode> rows = new ArrayList<>();
        if (text.stripLeading().startsWith("[")) {
            array(file, text).forEach(rows::add);
        } else {
            for (JsonLines.Line line : JsonLines.read(file)) {
                rows.add(line.tree(file));
            }
        }
        return rows;
    }

    private static JsonNode array(Path file, String text) {
        try {
            return SyncJson.read(text);
        } catch (UncheckedIOException e) {
            throw new SyncException(ErrorCode.DATA_INVALID, file.getFileName() + ": no JSON array", e);
        }
    }

    /** Title to its supporting sentences, in the order of the facts. */
    private static Map<String, String> supporting(JsonNode row) {
        Map<String, JsonNode> pages = new LinkedHashMap<>();
        row.path("context").forEach(page -> pages.put(page.path(0).asText(), page.path(1)));
        Map<String, String> evidence = new LinkedHashMap<>();
        row.path("supporting_facts").forEach(fact -> {
            String title = fact.path(0).asText();
            String sentence = pages.getOrDefault(title, row.path("none"))
                    .path(fact.path(1).asInt())
                    .asText("")
                    .strip();
            if (!sentence.isEmpty()) {
                evidence.merge(title, sentence, (a, b) -> a + " " + b);
            }
        });
        return evidence;
    }

    private static void copy(JsonNode row, ObjectNode gold, String field) {
        if (row.path(field).isTextual()) {
            gold.put(field, text(row, field));
        }
    }

    private static String text(JsonNode row, String field) {
        return row.path(field).asText("");
    }

    /** An id for what is published without one: the digest of the question. */
    private static String named(String form, String question) {
        return form + "-" + Sha256.of(question).abbreviated();
    }
}
