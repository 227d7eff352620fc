package dev.syncprotocol.training.llama2c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.DecoderFamily;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.model.ModelWeights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file whose numbers count up from 0, so that every weight says where it stood. */
class Llama2cImportTest {
    private static final int HIDDEN = 8;
    private static final int LAYERS = 2;
    private static final int INTERMEDIATE = 6;
    private static final int VOCABULARY = 263;
    private static final int POSITIONS = 5;
    private static final List<String> PIECES = List.of(" ", "a", "b", " a");

    @TempDir
    private Path folder;

    private Path model;
    private Path tokens;

    @BeforeEach
    void writesFiles() throws IOException {
        model = Files.write(folder.resolve("model.bin"), model(VOCABULARY, 0));
        tokens = Files.write(folder.resolve("tokens.bin"), vocabulary());
    }

    @Test
    void takesTheWeightsInTheFilesOrder() throws IOException {
        ModelFolder imported = imported();
        Map<String, Tensor> weights = ModelWeights.map(imported);
        int embedding = VOCABULARY * HIDDEN;
        assertThat(imported.shape().family()).isEqualTo(DecoderFamily.LLAMA);
        assertThat(imported.shape().tieWordEmbeddings()).isTrue();
        assertThat(weights.get("model.embed_tokens.weight").floats()).startsWith(0, 1, 2);
        assertThat(weights.get("model.layers.1.input_layernorm.weight").floats())
                .startsWith(embedding + HIDDEN);
        int values = embedding + LAYERS * HIDDEN + LAYERS * HIDDEN * HIDDEN + LAYERS * 4 * HIDDEN;
        assertThat(weights.get("model.layers.0.self_attn.v_proj.weight").floats())
                .startsWith(values, values + 1);
        int down = values + LAYERS * (4 * HIDDEN + HIDDEN * HIDDEN + HIDDEN + INTERMEDIATE * HIDDEN);
        assertThat(weights.get("model.layers.0.mlp.down_proj.weight").floats()).startsWith(down);
        assertThat(weights.get("model.norm.weight").floats()).startsWith(down + LAYERS * 2 * INTERMEDIATE * HIDDEN);
    }

    /** Two heads of four: rows 0 1 2 3 turn in pairs (0 1) (2 3) there and (0 2) (1 3) here. */
    @Test
    void movesRotaryNeighboursApart() throws IOException {
        float[] query = ModelWeights.map(imported())
                .get("model.layers.0.self_attn.q_proj.weight")
                .floats();
        int first = VOCABULARY * HIDDEN + LAYERS * HIDDEN;
        int[] rows = {0, 2, 1, 3, 4, 6, 5, 7};
        for (int row = 0; row < rows.length; row++) {
            assertThat(query[row * HIDDEN]).isEqualTo(first + rows[row] * HIDDEN);
        }
    }

    @Test
    void aNegativeVocabularyBringsItsOwnOutputLayer() throws IOException {
        Files.write(model, model(-VOCABULARY, VOCABULARY * HIDDEN));
        ModelFolder imported = imported();
        assertThat(imported.shape().tieWordEmbeddings()).isFalse();
        float[] head = ModelWeights.map(imported).get("lm_head.weight").floats();
        int last = (int) ((Files.size(model) - 28) / 4);
        assertThat(head[head.length - 1]).isEqualTo(last - 1);
    }

    @Test
    void listsMergesByTheirScore() throws IOException {
        Path file = imported().folder().resolve("tokenizer.json");
        JsonNode json = SyncJson.read(Files.readString(file)).path("model");
        assertThat(json.path("vocab")).hasSize(VOCABULARY);
        assertThat(json.path("vocab").path("\u2581a").intValue()).isEqualTo(262);
        assertThat(json.path("merges"))
                .singleElement()
                .satisfies(merge -> assertThat(merge.asText()).isEqualTo("\u2581 a"));
    }

    @Test
    void refusesFilesThatAreNotWhatTheyShouldBe() throws IOException {
        Files.write(model, new byte[] {1, 2, 3});
        assertRefused("model.bin is no model of llama2.c's first format: a file of 3 bytes");
        Files.write(model, new byte[64]);
        assertRefused("a header with 0 heads");
        Files.write(model, model(VOCABULARY, 1));
        assertRefused("its header asks for");
        Files.write(model, model(VOCABULARY - 1, 0));
        assertRefused("it has 263 tokens, the model 262");
        Files.write(model, model(VOCABULARY, 0));
        Files.write(tokens, new byte[] {9, 0, 0, 0, 1, 2});
        assertRefused("it ends inside a token");
    }

    @Test
    void neverOverwritesAModel() throws IOException {
        imported();
        assertRefused("already exists");
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("."));
        }
    }

    private ModelFolder imported() throws IOException {
        return new Llama2cImport(model, tokens).into(folder.resolve("imported"));
    }

    private void assertRefused(String words) {
        assertThatThrownBy(this::imported).isInstanceOf(SyncException.class).hasMessageContaining(words);
    }

    /** A header, and floats that count up. */
    private static byte[] model(int vocabulary, int more) {
        int tied = Math.abs(vocabulary) * HIDDEN
                + LAYERS * (2 * HIDDEN + 2 * HIDDEN * HIDDEN + 2 * 4 * HIDDEN + 3 * INTERMEDIATE * HIDDEN)
                + HIDDEN;
        int floats = tied + POSITIONS * 4 + more;
        ByteBuffer bytes = ByteBuffer.allocate(28 + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : new int[] {HIDDEN, INTERMEDIATE, LAYERS, 2, 1, vocabulary, POSITIONS}) {
            bytes.putInt(number);
        }
        for (int i = 0; i < floats; i++) {
            bytes.putFloat(i);
        }
        return bytes.array();
    }

    private static byte[] vocabulary() {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 14).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(16);
        for (int id = 0; id < VOCABULARY; id++) {
            String piece = id < 3 ? "?" : id < 259 ? String.format("<0x%02X>", id - 3) : PIECES.get(id - 259);
            byte[] text = piece.getBytes(StandardCharsets.UTF_8);
            bytes.putFloat(259 - id).putInt(text.length).put(text);
        }
        byte[] written = new byte[bytes.position()];
        bytes.flip().get(written);
        return written;
    }
}
