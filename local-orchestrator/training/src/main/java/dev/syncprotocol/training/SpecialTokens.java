package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The special tokens of a model folder, from {@code tokenizer_config.json} by their text, and what that leaves open from
 * {@code config.json} by their number.
 *
 * @param bos begins a row; empty where {@code add_bos_token} is false or no such token is named
 * @param eos ends an answer
 * @param pad fills short rows; the end token where none is named (S3-P.2)
 * @param size one more than the largest token
 */
public record SpecialTokens(OptionalInt bos, int eos, int pad, int size) {
    private static final String CONFIG = "tokenizer_config.json";

    /** The files of a folder that decide which tokens a text has. */
    public static final List<String> FILES = List.of("tokenizer.json", CONFIG);

    /**
     * Reads a folder that has a {@code tokenizer.json}.
     *
     * @param tokenizer its {@code tokenizer.json}
     * @throws IllegalArgumentException when no end token is named or a named one is not in the vocabulary
     */
    public static SpecialTokens read(Path folder, Path tokenizer) throws IOException {
        JsonNode vocabulary = SyncJson.read(Files.readString(tokenizer));
        JsonNode named = readIfThere(folder.resolve(CONFIG));
        JsonNode numbered = readIfThere(folder.resolve(ModelFolder.CONFIG));
        int eos = token("eos_token", vocabulary, named, numbered)
                .orElseThrow(() -> new IllegalArgumentException(
                        "neither " + CONFIG + " nor " + ModelFolder.CONFIG + " names an eos_token"));
        boolean begins = named.path("add_bos_token").asBoolean(true);
        return new SpecialTokens(
                begins ? token("bos_token", vocabulary, named, numbered) : OptionalInt.empty(),
                eos,
                token("pad_token", vocabulary, named, numbered).orElse(eos),
                size(vocabulary));
    }

    private static OptionalInt token(String key, JsonNode vocabulary, JsonNode named, JsonNode numbered) {
        if (named.has(key)) {
            return text(named.path(key))
                    .map(text -> OptionalInt.of(number(key, text, vocabulary)))
                    .orElse(OptionalInt.empty());
        }
        JsonNode id = numbered.path(key + "_id");
        JsonNode first = id.isArray() ? id.path(0) : id;
        return first.canConvertToInt() ? OptionalInt.of(first.intValue()) : OptionalInt.empty();
    }

    private static Optional<String> text(JsonNode token) {
        JsonNode text = token.isObject() ? token.path("content") : token;
        return text.isTextual() ? Optional.of(text.textValue()) : Optional.empty();
    }

    private static int number(String key, String text, JsonNode vocabulary) {
        for (JsonNode added : vocabulary.path("added_tokens")) {
            if (added.path("content").asText().equals(text)) {
                return added.path("id").intValue();
            }
        }
        JsonNode id = vocabulary.path("model").path("vocab").path(text);
        if (!id.isInt()) {
            throw new IllegalArgumentException(key + " " + text + " is not in the vocabulary");
        }
        return id.intValue();
    }

    private static int size(JsonNode vocabulary) {
        int size = 0;
        for (JsonNode added : vocabulary.path("added_tokens")) {
            size = Math.max(size, added.path("id").intValue() + 1);
        }
        JsonNode entries = vocabulary.path("model").path("vocab");
        if (entries.isArray()) {
            return Math.max(size, entries.size());
        }
        for (JsonNode id : entries) {
            size = Math.max(size, id.intValue() + 1);
        }
        return size;
    }

    private static JsonNode readIfThere(Path file) throws IOException {
        return Files.isRegularFile(file) ? SyncJson.read(Files.readString(file)) : SyncJson.object();
    }
}
