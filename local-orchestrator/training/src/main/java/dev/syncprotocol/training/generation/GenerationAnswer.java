package dev.syncprotocol.training.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * What a child process generated: {@code answer.json} beside its request. A child that failed leaves
 * {@code failure.json} in its place.
 *
 * @param text what was added to the prompt
 * @param tokens the same as tokens
 * @param promptTokens tokens of the prompt
 * @param ended whether the model ended the text; otherwise it was cut at the most tokens allowed
 */
public record GenerationAnswer(String text, int[] tokens, int promptTokens, boolean ended) {
    private static final String FILE = "answer.json";
    private static final String FAILURE = "failure.json";

    /** Writes it into a folder. */
    void writeTo(Path folder) throws IOException {
        ObjectNode json = SyncJson.object()
                .put("schema", "sync.generation-answer/1")
                .put("text", text)
                .put("prompt_tokens", promptTokens)
                .put("ended", ended);
        IntStream.of(tokens).forEach(json.putArray("tokens")::add);
        Files.writeString(folder.resolve(FILE), SyncJson.pretty(json) + "\n");
    }

    /** Writes a refusal or a failure in its place. */
    static void failed(Path folder, SyncException failure) throws IOException {
        ObjectNode json = SyncJson.object()
                .put("schema", "sync.generation-failure/1")
                .put("code", failure.code().name())
                .put("message", failure.getMessage())
                .put("hint", failure.hint().orElse(null));
        Files.writeString(folder.resolve(FAILURE), SyncJson.pretty(json) + "\n");
    }

    /**
     * Reads a folder's answer.
     *
     * @throws SyncException the one the child failed with; {@code ENGINE_FAILED} when it left nothing
     */
    public static GenerationAnswer read(Path folder) throws IOException {
        if (Files.exists(folder.resolve(FAILURE))) {
            JsonNode json = SyncJson.read(Files.readString(folder.resolve(FAILURE)));
            SyncException failure = new SyncException(
                    ErrorCode.valueOf(json.path("code").asText()),
                    json.path("message").asText());
            throw json.hasNonNull("hint") ? failure.withHint(json.path("hint").asText()) : failure;
        }
        if (!Files.exists(folder.resolve(FILE))) {
            throw new SyncException(ErrorCode.ENGINE_FAILED, "the model's process ended without an answer");
        }
        JsonNode json = SyncJson.read(Files.readString(folder.resolve(FILE)));
        int[] tokens = StreamSupport.stream(json.path("tokens").spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
        return new GenerationAnswer(
                json.path("text").asText(),
                tokens,
                json.path("prompt_tokens").asInt(),
                json.path("ended").asBoolean());
    }
}
