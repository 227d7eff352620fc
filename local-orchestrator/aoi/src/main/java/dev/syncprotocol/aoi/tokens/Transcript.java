package dev.syncprotocol.aoi.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A transcript an agent's client keeps: JSON lines, of which those of type {@code assistant} carry a time and the usage of one
 * call. A message that is written in several parts stands in several lines with one {@code message.id}: it counts once, as its
 * last line has it.
 */
final class Transcript {
    private final Map<String, AssistantMessage> byId = new LinkedHashMap<>();
    private final List<AssistantMessage> withoutId = new ArrayList<>();
    private int unreadable;

    private Transcript() {}

    /** Reads all of it. */
    static Transcript read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.USAGE, "no transcript at " + file);
        }
        Transcript transcript = new Transcript();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    transcript.take(line);
                }
            }
        }
        return transcript;
    }

    /** The messages, in no order. */
    List<AssistantMessage> messages() {
        List<AssistantMessage> all = new ArrayList<>(byId.values());
        all.addAll(withoutId);
        return all;
    }

    /** Lines that are no JSON object. */
    int unreadable() {
        return unreadable;
    }

    private void take(String line) {
        Optional<JsonNode> record = record(line);
        if (record.isEmpty()) {
            unreadable++;
        } else if (record.get().path("type").asText().equals("assistant")) {
            message(record.get());
        }
    }

    private static Optional<JsonNode> record(String line) {
        try {
            return Optional.of(SyncJson.read(line)).filter(JsonNode::isObject);
        } catch (UncheckedIOException noJson) {
            return Optional.empty();
        }
    }

    private void message(JsonNode record) {
        JsonNode message = record.path("message");
        Optional<Instant> at = time(record.path("timestamp").asText());
        if (!message.path("usage").isObject() || at.isEmpty()) {
            return;
        }
        AssistantMessage read = new AssistantMessage(at.get(), counts(message));
        String id = message.path("id").asText();
        if (id.isEmpty()) {
            withoutId.add(read);
        } else {
            byId.put(id, read);
        }
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** Where the split of the cache is not told, all of it counts as kept for five minutes, the clients' default. */
    private static TokenCounts counts(JsonNode message) {
        JsonNode usage = message.path("usage");
        long created = usage.path("cache_creation_input_tokens").asLong();
        JsonNode split = usage.path("cache_creation");
        long hour = split.path("ephemeral_1h_input_tokens").asLong();
        long minutes = split.path("ephemeral_5m_input_tokens").asLong();
        long input = usage.path("input_tokens").asLong();
        long read = usage.path("cache_read_input_tokens").asLong();
        String model = message.path("model").asText();
        return new TokenCounts(
                1,
                input,
                usage.path("output_tokens").asLong(),
                read,
                created,
                minutes + hour == 0 ? created : minutes,
                hour,
                input + read + created,
                model.isEmpty() ? List.of() : List.of(model));
    }
}
