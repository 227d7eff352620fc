package dev.syncprotocol.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.adapter.Adapter;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExportTest {
    private static final String CONFIG = "{\"architectures\":[\"LlamaForCausalLM\"],\"hidden_size\":4,"
            + "\"num_hidden_layers\":1,\"num_attention_heads\":2,\"intermediate_size\":6,\"vocab_size\":8,"
            + "\"tie_word_embeddings\":true,\"dtype\":\"bfloat16\",\"note\":\"kept\"}";
    private static final String LAYER = "model.layers.0.self_attn.q_proj";

    @TempDir
    private Path folder;

    private Path base;
    private Path adapter;

    @BeforeEach
    void writesABaseInBrainFloatsAndAnAdapter() throws IOException {
        base = Files.createDirectories(folder.resolve("base"));
        Files.writeString(base.resolve("config.json"), CONFIG);
        Files.writeString(base.resolve("tokenizer.json"), "{}");
        Files.writeString(base.resolve("notes.txt"), "not part of a model");
        Map<String, Tensor> weights = new TreeMap<>();
        DecoderParameters.shapes(ModelFolder.read(base).shape())
                .forEach((name, shape) -> weights.put(
                        name, Tensor.rounded(Tensor.Type.BF16, shape, new float[(int) DecoderParameters.size(shape)])));
        new SafeTensors(weights, Map.of()).write(base.resolve("model.safetensors"));
        adapter = Files.createDirectories(folder.resolve("adapter"));
        AdapterSpec spec = new AdapterSpec("base", 1, 2, 0, List.of("q_proj"), false);
        Files.writeString(adapter.resolve("adapter_config.json"), SyncJson.pretty(spec.config()));
        new SafeTensors(
                        Map.of(
                                AdapterSpec.fileKey(LAYER + AdapterSpec.DOWN),
                                Tensor.ofFloats(new long[] {1, 4}, 1, 0, 0, 0),
                                AdapterSpec.fileKey(LAYER + AdapterSpec.UP),
                                Tensor.ofFloats(new long[] {4, 1}, 0.5f, 0.501f, 0, 0)),
                        Map.of("format", "pt"))
                .write(adapter.resolve("adapter_model.safetensors"));
    }

    /** 2 * 0.501 = 1.002, which rounds to 1 in the base's own kind of number. */
    @Test
    void mergesAndKeepsTheBasesKindOfNumber() throws IOException {
        Path made = new ModelExport(trained(Optional.of(adapter))).whole(folder.resolve("out"));
        Tensor merged = ModelWeights.map(ModelFolder.read(made)).get(LAYER + ".weight");
        assertThat(merged.type()).isEqualTo(Tensor.Type.BF16);
        assertThat(merged.floats()).startsWith(1, 0, 0, 0, 1, 0);
        assertThat(names(made)).containsExactly("config.json", "model.safetensors", "tokenizer.json");
        assertThat(SyncJson.read(Files.readString(made.resolve("config.json")))).isEqualTo(SyncJson.read(CONFIG));
    }

    @Test
    void saysWhatKindOfNumberTheWeightsHaveNow() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Map<String, Tensor> wide = new TreeMap<>();
        ModelWeights.map(ModelFolder.read(base))
                .forEach((name, tensor) -> wide.put(name, Tensor.ofFloats(tensor.shape(), tensor.floats())));
        new SafeTensors(wide, Map.of()).write(file);
        ModelFolder model = new ModelFolder(base, ModelFolder.read(base).shape(), Optional.of(file));
        Path made = new ModelExport(new TrainedModel(model, Optional.empty())).whole(folder.resolve("out"));
        assertThat(Files.readString(made.resolve("config.json"))).contains("\"dtype\" : \"float32\"", "kept");
    }

    @Test
    void handsAnAdapterOnAsItIs() throws IOException {
        Path made = new ModelExport(trained(Optional.of(adapter))).adapter(folder.resolve("out"));
        assertThat(names(made)).containsExactly("adapter_config.json", "adapter_model.safetensors", "tokenizer.json");
        assertThat(Adapter.read(made)).isEqualTo(Adapter.read(adapter));
    }

    /** A base that no file holds is drawn again, the same to the bit, and goes out with the adapter in it. */
    @Test
    void mergesIntoABaseThatWasDrawn() throws IOException {
        TrainedModel drawn = new TrainedModel(
                new ModelFolder(base, ModelFolder.read(base).shape(), Optional.empty()),
                Optional.of(adapter),
                OptionalLong.of(7));
        Path made = new ModelExport(drawn).whole(folder.resolve("out"));
        Map<String, Tensor> merged = ModelWeights.map(ModelFolder.read(made));
        Map<String, Tensor> before =
                DecoderWeights.random(ModelFolder.read(base).shape(), 7);
        assertThat(merged.keySet()).isEqualTo(before.keySet());
        assertThat(merged.get("model.embed_tokens.weight")).isEqualTo(before.get("model.embed_tokens.weight"));
        assertThat(merged.get(LAYER + ".weight")).isNotEqualTo(before.get(LAYER + ".weight"));
        assertThat(DecoderWeights.random(ModelFolder.read(base).shape(), 8).get(LAYER + ".weight"))
                .as("another seed, another base")
                .isNotEqualTo(before.get(LAYER + ".weight"));
    }

    @Test
    void neverOverwrites() {
        assertThatThrownBy(() -> new ModelExport(trained(Optional.empty())).whole(base))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("already exists");
    }

    private TrainedModel trained(Optional<Path> beside) {
        return new TrainedModel(ModelFolder.read(base), beside);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
