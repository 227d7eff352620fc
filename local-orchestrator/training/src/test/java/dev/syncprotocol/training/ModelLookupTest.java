package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.training.TrainConfig.WeightInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelLookupTest {
    private static final String CONFIG = "{\"architectures\":[\"Qwen3ForCausalLM\"],\"hidden_size\":8,"
            + "\"num_hidden_layers\":1,\"num_attention_heads\":2,\"num_key_value_heads\":1,"
            + "\"intermediate_size\":8,\"vocab_size\":264}";

    @TempDir
    private Path workspace;

    @TempDir
    private Path elsewhere;

    @Test
    void looksForAFolderThenModelsThenTheModelDir() throws IOException {
        ModelLookup lookup = new ModelLookup(workspace, Optional.of(elsewhere));
        put(elsewhere.resolve("Qwen/tiny"), CONFIG);
        assertThat(lookup.find("Qwen/tiny", WeightInit.RANDOM).folder()).startsWith(elsewhere);
        put(workspace.resolve("models/Qwen/tiny"), CONFIG);
        assertThat(lookup.find("Qwen/tiny", WeightInit.RANDOM).folder())
                .isEqualTo(workspace.resolve("models/Qwen/tiny"));
        put(workspace.resolve("Qwen/tiny"), CONFIG);
        assertThat(lookup.find("Qwen/tiny", WeightInit.RANDOM).folder()).isEqualTo(workspace.resolve("Qwen/tiny"));
    }

    @Test
    void namesEveryPlaceAndTheSmallestModelThatRuns() {
        assertThatThrownBy(() -> new ModelLookup(workspace, Optional.of(elsewhere)).find("none", WeightInit.RANDOM))
                .hasMessageContaining(workspace.resolve("none").toString())
                .hasMessageContaining(workspace.resolve("models/none").toString())
                .hasMessageContaining(elsewhere.resolve("none").toString());
    }

    @Test
    void neverDrawsWeightsUnasked() throws IOException {
        put(workspace.resolve("models/tiny"), CONFIG);
        assertThatThrownBy(() -> new ModelLookup(workspace, Optional.empty()).find("tiny", WeightInit.WEIGHTS))
                .hasMessageContaining("no model.safetensors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"architectures\":[\"LlamaForCausalLM\"]}",
                "{\"architectures\":[\"Qwen3ForCausalLM\"],\"hidden_size\":0}",
                "not json"
            })
    void refusesAConfigOfAnotherKind(String config) throws IOException {
        put(workspace.resolve("models/odd"), config);
        assertThatThrownBy(() -> new ModelLookup(workspace, Optional.empty()).find("odd", WeightInit.RANDOM))
                .hasMessageContaining("config.json");
    }

    private static void put(Path folder, String config) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), config);
    }
}
