package dev.syncprotocol.djl.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.RealData;
import dev.syncprotocol.training.Tokenizer;
import dev.syncprotocol.training.data.ByteTokenizer;
import dev.syncprotocol.training.data.ModelTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeTokenizerTest {
    private static final String SMALL = """
            {"version": "1.0", "added_tokens": [
               {"id": 5, "content": "<s>", "special": true, "single_word": false, "lstrip": false, "rstrip": false,
                "normalized": false},
               {"id": 6, "content": "</s>", "special": true, "single_word": false, "lstrip": false, "rstrip": false,
                "normalized": false}],
             "normalizer": null, "pre_tokenizer": null, "post_processor": null, "decoder": null,
             "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "c": 2, "ab": 3, "abc": 4},
                       "merges": ["a b", "ab c"]}}
            """;

    @TempDir
    private Path folder;

    @Test
    void readsTheTokenizerOfAModelFolder() throws IOException {
        write(SMALL, "{\"bos_token\": \"<s>\", \"eos_token\": {\"content\": \"</s>\"}, \"pad_token\": null}");
        try (Tokenizer tokenizer = ModelTokenizer.open(model(7))) {
            assertThat(tokenizer.encode("abcab")).containsExactly(4, 3);
            assertThat(tokenizer.decode(new int[] {5, 4, 3, 6})).isEqualTo("abc ab");
            assertThat(tokenizer.bos()).hasValue(5);
            assertThat(tokenizer.eos()).isEqualTo(6);
            assertThat(tokenizer.pad()).isEqualTo(6);
            assertThat(tokenizer.size()).isEqualTo(7);
        }
    }

    @Test
    void takesNumbersFromTheModelsConfigWhereTheTokenizerNamesNone() throws IOException {
        write(SMALL, "{\"add_bos_token\": false, \"bos_token\": \"<s>\"}");
        Files.writeString(folder.resolve("config.json"), "{\"eos_token_id\": [6, 5], \"pad_token_id\": 5}");
        try (Tokenizer tokenizer = ModelTokenizer.open(model(7))) {
            assertThat(tokenizer.bos()).isEmpty();
            assertThat(tokenizer.eos()).isEqualTo(6);
            assertThat(tokenizer.pad()).isEqualTo(5);
        }
    }

    @Test
    void refusesWhatItCannotUse() throws IOException {
        write(SMALL, "{\"eos_token\": \"</s>\"}");
        assertRefused(model(6), "vocab_size 6 is smaller than the 7 tokens of its tokenizer.json");
        write(SMALL, "{\"eos_token\": \"<end>\"}");
        assertRefused(model(7), "eos_token <end> is not in the vocabulary");
        write(SMALL, "{}");
        assertRefused(model(7), "names an eos_token");
        write("{\"model\": {\"type\": \"none\", \"vocab\": {\"</s>\": 0}}}", "{\"eos_token\": \"</s>\"}");
        assertRefused(model(7), "tokenizer.json");
    }

    @Test
    void aFolderWithoutATokenizerHasBytes() {
        assertThat(ModelTokenizer.open(model(259))).isInstanceOf(ByteTokenizer.class);
        assertRefused(model(258), "smaller than the 259 tokens of the byte tokenizer");
    }

    /** 210 real texts in several languages, and 100 dialogues with special tokens. */
    @Test
    void encodesAsQwen3DoesAndBack() throws IOException {
        Path data = RealData.file("qwen3-tokenizer/tokenizer.json").getParent();
        ModelFolder model = new ModelFolder(data, shape(151_936), Optional.empty());
        try (Tokenizer tokenizer = ModelTokenizer.open(model)) {
            for (JsonNode row : RealData.rows("qwen3-tokenizer/encode_vectors.jsonl")) {
                int[] ids = ids(row);
                assertThat(tokenizer.encode(row.path("text").asText())).isEqualTo(ids);
                assertThat(tokenizer.decode(ids)).isEqualTo(row.path("text").asText());
            }
            for (JsonNode row : RealData.rows("qwen3-tokenizer/chat_template_vectors.jsonl")) {
                assertThat(tokenizer.encode(row.path("rendered").asText())).isEqualTo(ids(row));
            }
            assertThat(List.of(tokenizer.eos(), tokenizer.pad(), tokenizer.size()))
                    .containsExactly(151_645, 151_643, 151_669);
            assertThat(tokenizer.bos()).isEmpty();
        }
    }

    private static int[] ids(JsonNode row) {
        return StreamSupport.stream(row.path("ids").spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    private static void assertRefused(ModelFolder model, String words) {
        assertThatThrownBy(() -> ModelTokenizer.open(model))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining(words);
    }

    private void write(String tokenizer, String config) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
        Files.writeString(folder.resolve("tokenizer_config.json"), config);
    }

    private ModelFolder model(int vocabulary) {
        return new ModelFolder(folder, shape(vocabulary), Optional.empty());
    }

    private static DecoderShape shape(int vocabulary) {
        return new DecoderShape(4, 1, 2, 1, 2, 6, vocabulary, 1e-6, 1e4, true, 0.02);
    }
}
