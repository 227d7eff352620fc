package dev.syncprotocol.training.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.generation.Continuation.Choice;
import dev.syncprotocol.training.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a child process is asked to generate: {@code request.json} in a folder of its own.
 *
 * @param model folder with {@code config.json} and the tokenizer
 * @param weights the file with its weights; empty = they are drawn
 * @param drawnFrom the seed of weights that no file holds
 * @param adapter folder of an adapter beside them
 * @param prompt the text to continue, or the question of a dialogue
 * @param chat whether the prompt is a question, put as Qwen3's chat template does
 * @param maxTokens most tokens to add
 * @param choice from what a token is drawn
 * @param seed of the draws
 * @param threads of the arithmetic
 */
public record GenerationRequest(
        Path model,
        Optional<Path> weights,
        OptionalLong drawnFrom,
        Optional<Path> adapter,
        String prompt,
        boolean chat,
        int maxTokens,
        Choice choice,
        long seed,
        int threads) {
    private static final String SCHEMA = "sync.generation-request/1";
    private static final String FILE = "request.json";

    /** Reads a folder's request. */
    static GenerationRequest read(Path folder) throws IOException {
        JsonNode json = SyncJson.read(Files.readString(folder.resolve(FILE)));
        if (!json.path("schema").asText().equals(SCHEMA)) {
            throw new IllegalArgumentException(folder + " holds no " + SCHEMA);
        }
        return new GenerationRequest(
                Path.of(json.path("model").asText()),
                Optional.ofNullable(json.path("weights").textValue()).map(Path::of),
                json.path("drawn_from").isNumber()
                        ? OptionalLong.of(json.path("drawn_from").asLong())
                        : OptionalLong.empty(),
                Optional.ofNullable(json.path("adapter").textValue()).map(Path::of),
                json.path("prompt").asText(),
                json.path("chat").asBoolean(),
                json.path("max_tokens").asInt(),
                new Choice(
                        json.path("temperature").asDouble(),
                        json.path("top_k").asInt(),
                        json.path("top_p").asDouble()),
                json.path("seed").asLong(),
                json.path("threads").asInt());
    }

    /** Writes it into a folder. */
    public void writeTo(Path folder) throws IOException {
        ObjectNode json = SyncJson.object()
                .put("schema", SCHEMA)
                .put("model", model.toString())
                .put("weights", weights.map(Path::toString).orElse(null))
                .put("drawn_from", drawnFrom.isPresent() ? (Long) drawnFrom.getAsLong() : null)
                .put("adapter", adapter.map(Path::toString).orElse(null))
                .put("prompt", prompt)
                .put("chat", chat)
                .put("max_tokens", maxTokens)
                .put("temperature", choice.temperature())
                .put("top_k", choice.topK())
                .put("top_p", choice.topP())
                .put("seed", seed)
                .put("threads", threads);
        Files.writeString(folder.resolve(FILE), SyncJson.pretty(json) + "\n");
    }

    /** The model it names. */
    TrainedModel trained() {
        return new TrainedModel(new ModelFolder(model, ModelFolder.read(model).shape(), weights), adapter, drawnFrom);
    }
}
