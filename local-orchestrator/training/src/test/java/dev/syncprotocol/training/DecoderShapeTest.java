package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderShapeTest {
    private static final String LLAMA = "{\"architectures\":[\"LlamaForCausalLM\"],\"hidden_size\":64,"
            + "\"num_hidden_layers\":1,\"num_attention_heads\":4,\"intermediate_size\":8,\"vocab_size\":264}";

    @Test
    void takesWhatTransformersTakesWhereAKeyIsMissing() {
        DecoderShape shape = DecoderShape.of(SyncJson.read(LLAMA));
        assertThat(shape.family()).isEqualTo(DecoderFamily.LLAMA);
        assertThat(shape.keyValueHeads()).isEqualTo(4);
        assertThat(shape.headDim()).isEqualTo(16);
        assertThat(shape.ropeTheta()).isEqualTo(10_000);
        assertThat(shape.tieWordEmbeddings()).isFalse();
    }

    @Test
    void readsRopeInTheOldFormAndInTheNew() {
        assertThat(DecoderShape.of(with("rope_theta", "1e6")).ropeTheta()).isEqualTo(1e6);
        assertThat(DecoderShape.of(with("rope_parameters", "{\"rope_theta\":5e5,\"rope_type\":\"default\"}"))
                        .ropeTheta())
                .isEqualTo(5e5);
    }

    /** Angles as transformers 5.23.0 computes them for theta 5e5 and a head of 16: three of the eight are stretched. */
    @Test
    void stretchesAnglesAsLlama3Does() {
        String scaling = "{\"rope_type\":\"llama3\",\"rope_theta\":5e5,\"factor\":8.0,\"low_freq_factor\":1.0,"
                + "\"high_freq_factor\":4.0,\"original_max_position_embeddings\":8192}";
        DecoderShape shape = DecoderShape.of(with("rope_parameters", scaling));
        double[] expected = LLAMA3_ANGLES;
        for (int i = 0; i < expected.length; i++) {
            assertThat(shape.rotaryAngle(i)).isCloseTo(expected[i], within(1e-6 * expected[i]));
        }
    }

    private static final double[] LLAMA3_ANGLES = {
        1, 0.193922758, 0.0376060307, 0.00729266508, 0.000524846022, 3.42810235e-05, 6.64786967e-06, 1.28917316e-06
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rope_scaling|{\"type\":\"linear\",\"factor\":2}|rope_scaling of type linear",
                "rope_parameters|{\"rope_type\":\"yarn\",\"factor\":4}|rope_scaling of type yarn",
                "rope_parameters|{\"rope_type\":\"llama3\"}|factor 0.0",
                "hidden_act|\"gelu\"|hidden_act gelu",
                "attention_bias|true|attention_bias",
                "mlp_bias|true|mlp_bias",
                "use_sliding_window|true|use_sliding_window",
                "quantization_config|{\"bits\":4}|quantization_config",
                "architectures|[\"GPT2LMHeadModel\"]|GPT2LMHeadModel",
                "num_key_value_heads|3|no multiple"
            })
    void refusesWhatItDoesNotCompute(String key, String value, String words) {
        assertThatThrownBy(() -> DecoderShape.of(with(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    private static ObjectNode with(String key, String value) {
        ObjectNode config = (ObjectNode) SyncJson.read(LLAMA);
        config.set(key, SyncJson.read(value));
        return config;
    }
}
