package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.djl.training.runtime.GradMode;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import dev.syncprotocol.training.model.DecoderWeights;
import dev.syncprotocol.training.model.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecoderWeightsTest {
    private static final Map<String, String> LOADED = Map.of("  init: random\n", "");
    private static final AdapterSpec SPEC = new AdapterSpec("tiny", 3, 6, 0, List.of("q_proj"), false);

    @TempDir
    private Path folder;

    @Test
    void readsTheFoldersWeights() throws IOException {
        SortedMap<String, Tensor> weights = DecoderWeights.random(Shapes.TINY, 3);
        try (Engine engine = new DjlEngine()) {
            engine.setup(new EngineSetup(Configs.small(LOADED), model(weights, Shapes.TINY), 1));
            assertThat(engine.stateDict().weights()).isEqualTo(weights);
        }
    }

    /** BF16 never reaches libtorch on the CPU, which it would end (djl.md section 2): it is widened on the way. */
    @ParameterizedTest
    @EnumSource(
            value = Tensor.Type.class,
            names = {"BF16", "F16"})
    void widensShortNumbersAndComputesInFloats(Tensor.Type type) throws IOException {
        SortedMap<String, Tensor> weights = DecoderWeights.random(Shapes.TINY, 3);
        SortedMap<String, Tensor> stored = new TreeMap<>();
        SortedMap<String, Tensor> widened = new TreeMap<>();
        weights.forEach((name, tensor) -> {
            stored.put(name, Tensor.rounded(type, tensor.shape(), tensor.floats()));
            widened.put(name, Tensor.ofFloats(tensor.shape(), stored.get(name).floats()));
        });
        try (Engine engine = new DjlEngine()) {
            engine.setup(new EngineSetup(Configs.small(LOADED), model(stored, Shapes.TINY), 1));
            assertThat(engine.stateDict().weights()).isEqualTo(widened).isNotEqualTo(weights);
        }
    }

    /** A frozen base is computed with where its file is mapped; the numbers are those of a copy. */
    @Test
    void computesWithAMappedBaseAsWithACopy() throws IOException {
        SortedMap<String, Tensor> copied = DecoderWeights.random(Shapes.TINY, 3);
        SortedMap<String, Tensor> mapped = ModelWeights.map(model(copied, Shapes.TINY));
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32);
                StepScope scope = runtime.openScope()) {
            DecoderModel one = DecoderModel.adapted(Shapes.TINY, mapped, SPEC, 5, runtime);
            DecoderModel two = DecoderModel.adapted(Shapes.TINY, copied, SPEC, 5, runtime);
            assertThat(one.frozen()).isEqualTo(two.frozen());
            assertThat(logits(one, scope)).isEqualTo(logits(two, scope));
        }
    }

    @Test
    void refusesAModelTheMachineCannotHoldBeforeLoadingIt() {
        DecoderShape huge = new DecoderShape(65536, 400, 64, 8, 1024, 262144, 8, 1e-6, 1e4, true, 0.02);
        try (Engine engine = new DjlEngine()) {
            assertThatThrownBy(() -> engine.setup(Shapes.setup(Configs.small(Map.of()), huge)))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("needs at least")
                    .hasMessageContaining("this machine has");
        }
    }

    private static float[] logits(DecoderModel model, StepScope scope) {
        return GradMode.without(() -> model.logits(Shapes.row(3, 1, 4, 1, 5), Pass.MEASURING, scope))
                .toFloatArray();
    }

    private ModelFolder model(Map<String, Tensor> weights, DecoderShape shape) throws IOException {
        Path file = folder.resolve("model.safetensors");
        new SafeTensors(weights, Map.of("format", "pt")).write(file);
        return new ModelFolder(folder, shape, Optional.of(file));
    }
}
