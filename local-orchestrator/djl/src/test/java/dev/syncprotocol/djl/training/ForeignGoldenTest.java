package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.adapter.Adapter;
import dev.syncprotocol.training.generation.Continuation;
import dev.syncprotocol.training.generation.LanguageModel;
import dev.syncprotocol.training.model.ModelWeights;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small random models, saved by transformers, whose log-probabilities llama.cpp computed (tools/make_logprob_goldens.py):
 * 32 positions of 96 tokens each, and a greedy continuation; and an adapter of PEFT (tools/make_adapter_golden.py).
 */
class ForeignGoldenTest {
    private static final double TOLERANCE = 1e-4;

    /** Red with another rotary base, norm epsilon, head norm, bias, group of heads, or stretched angle. */
    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "qwen2", "llama"})
    void givesLlamaCppsLogProbabilities(String family) throws IOException {
        ModelFolder model = ModelFolder.read(folder(family));
        assertGolden(golden(family), model.shape(), ModelWeights.map(model), Optional.empty());
    }

    /** What PEFT saved loads here, beside its base and merged into it. Red when the factors or the scale are mistaken. */
    @Test
    void givesPeftsLogProbabilitiesWithPeftsAdapter() throws IOException {
        ModelFolder model = ModelFolder.read(folder("qwen3"));
        Map<String, Tensor> base = ModelWeights.map(model);
        Adapter adapter = Adapter.read(folder("qwen3-adapter"));
        JsonNode golden = golden("qwen3-adapter");
        assertGolden(golden, model.shape(), base, Optional.of(adapter));
        assertGolden(golden, model.shape(), adapter.merge(base), Optional.empty());
    }

    private static void assertGolden(
            JsonNode golden, DecoderShape shape, Map<String, Tensor> weights, Optional<Adapter> adapter) {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32);
                StepScope scope = runtime.openScope()) {
            DecoderModel decoder = DecoderModel.fixed(shape, weights, adapter, runtime);
            float[] found = GradMode.without(
                            () -> decoder.logits(Shapes.row(numbers(golden.path("tokens"))), Pass.MEASURING, scope)
                                    .logSoftmax(2))
                    .toFloatArray();
            int at = 0;
            for (JsonNode row : golden.path("log_probabilities")) {
                for (JsonNode expected : row) {
                    assertThat((double) found[at++]).isCloseTo(expected.doubleValue(), within(TOLERANCE));
                }
            }
            assertThat(at).isEqualTo(32 * 96).isEqualTo(found.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "qwen2", "llama"})
    void continuesAsLlamaCppDoes(String family) throws IOException {
        JsonNode golden = golden(family);
        int[] expected = numbers(golden.path("greedy"));
        try (LanguageModel model =
                new TorchLanguageModelProvider().load(ModelFolder.read(folder(family)), Optional.empty(), 1)) {
            Continuation greedy = new Continuation(expected.length, -1, 0, 0);
            assertThat(greedy.of(model, numbers(golden.path("tokens"))).tokens())
                    .hasSize(24)
                    .isEqualTo(expected);
        }
    }

    private static JsonNode golden(String family) throws IOException {
        return SyncJson.read(Files.readString(folder(family).resolve("golden.json")));
    }

    private static Path folder(String family) {
        try {
            return Path.of(ForeignGoldenTest.class
                    .getResource("/golden-models/" + family)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }
}
