package dev.syncprotocol.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.TrainConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleMemoryTest {
    private static final DecoderShape SHAPE = DecoderShape.of(SyncJson.read("{\"architectures\":[\"Qwen3ForCausalLM\"],"
            + "\"hidden_size\":8,\"num_hidden_layers\":2,\"num_attention_heads\":2,\"num_key_value_heads\":1,"
            + "\"head_dim\":4,\"intermediate_size\":16,\"vocab_size\":264}"));

    @Test
    void countsWeightsFactorsAndKeptInputsByHand() {
        List<ModuleMemory> modules = ModuleMemory.of(config("", "false"), SHAPE);
        assertThat(modules)
                .containsExactly(
                        new ModuleMemory("q_proj", 2, 2 * 64 * 4, 2 * 4 * 4 * 4 * 16, 2 * 4 * 128 * (8 + 4)),
                        new ModuleMemory("down_proj", 2, 2 * 128 * 4, 2 * 4 * 4 * 4 * 24, 2 * 4 * 128 * (16 + 4)));
    }

    @Test
    void keepsOneLayersInputsWhereActivationsAreRecomputedAndQuartersAQuantisedBase() {
        ModuleMemory plain = ModuleMemory.of(config("", "false"), SHAPE).get(0);
        ModuleMemory recomputed = ModuleMemory.of(config("", "true"), SHAPE).get(0);
        assertThat(recomputed.activations()).isEqualTo(plain.activations() / 2);
        ModuleMemory quantised = ModuleMemory.of(config("\nfinetune: {method: qlora}", "true"), SHAPE)
                .get(0);
        assertThat(quantised.weights()).isEqualTo(2 * Nf4.bytes(64)).isLessThan(plain.weights() / 4);
    }

    @Test
    void nothingIsTargetedWhereAllWeightsAreTrained() {
        assertThat(ModuleMemory.of(Configs.small(Map.of()), SHAPE)).isEmpty();
    }

    private static TrainConfig config(String more, String recomputed) {
        return Configs.small(Map.of(
                "lora: {enable: false}",
                "gradient_checkpointing: " + recomputed + "\n  lora: {r: 4, target_modules: [q_proj, down_proj]}",
                "  name: sft\n",
                "  name: sft" + more + "\n"));
    }
}
