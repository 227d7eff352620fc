package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterSpecTest {
    private static final AdapterSpec SPEC = new AdapterSpec("Qwen/x", 4, 12, 0.05, List.of("q_proj", "v_proj"), true);

    @Test
    void readsWhatItWrites() {
        assertThat(AdapterSpec.read(SPEC.config())).isEqualTo(SPEC);
    }

    @Test
    void writesPeftsKeysInOrder() {
        assertThat(SyncJson.compact(SPEC.config()))
                .isEqualTo(
                        "{\"alpha_pattern\":{},\"base_model_name_or_path\":\"Qwen/x\",\"bias\":\"none\","
                                + "\"fan_in_fan_out\":false,\"inference_mode\":true,\"lora_alpha\":12,\"lora_dropout\":0.05,"
                                + "\"modules_to_save\":null,\"peft_type\":\"LORA\",\"r\":4,\"rank_pattern\":{},"
                                + "\"target_modules\":[\"q_proj\",\"v_proj\"],\"task_type\":\"CAUSAL_LM\",\"use_rslora\":true}");
    }

    @Test
    void theSmallestPeftConfigHasPeftsDefaults() {
        AdapterSpec spec = AdapterSpec.read(SyncJson.read("{\"peft_type\":\"LORA\",\"target_modules\":[\"q_proj\"]}"));
        assertThat(spec).isEqualTo(new AdapterSpec("", 8, 8, 0, List.of("q_proj"), false));
        assertThat(spec.scaling()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"peft_type\":\"IA3\"",
                "\"bias\":\"all\"",
                "\"modules_to_save\":[\"lm_head\"]",
                "\"rank_pattern\":{\"q_proj\":2}",
                "\"use_dora\":true",
                "\"target_modules\":\".*proj\""
            })
    void refusesWhatItCannotReproduce(String field) {
        ObjectNode config = SPEC.config();
        config.setAll((ObjectNode) SyncJson.read("{" + field + "}"));
        assertThatThrownBy(() -> AdapterSpec.read(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(field.split("\"")[1]);
    }

    @Test
    void aTargetIsTheEndOfAPathFromADotOn() {
        assertThat(SPEC.targets("model.layers.0.self_attn.q_proj")).isTrue();
        assertThat(SPEC.targets("model.layers.0.self_attn.kq_proj")).isFalse();
        assertThat(SPEC.unmatched(List.of("a.q_proj", "b.kv_proj"))).containsExactly("v_proj");
    }
}
