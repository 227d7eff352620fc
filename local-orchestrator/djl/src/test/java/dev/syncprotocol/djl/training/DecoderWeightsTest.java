package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoderWeightsTest {
    @TempDir
    private Path folder;

    @Test
    void readsTheFoldersWeights() throws IOException {
        SortedMap<String, Tensor> weights = DecoderWeights.random(Shapes.TINY, 3);
        try (Engine engine = new DjlEngine()) {
            engine.setup(
                    new EngineSetup(Configs.small(Map.of("  init: random\n", "")), model(weights, Shapes.TINY), 1));
            assertThat(engine.stateDict().weights()).isEqualTo(weights);
        }
    }

    @Test
    void refusesWeightsOfAnotherShapeByName() throws IOException {
        SortedMap<String, Tensor> weights = DecoderWeights.random(Shapes.TINY, 3);
        ModelFolder untied = model(weights, Shapes.UNTIED);
        assertThat(refused(untied)).hasMessageContaining("lm_head.weight is missing");
        weights.put("model.norm.weight", Tensor.ofFloats(new long[] {2}, 1, 1));
        Files.delete(folder.resolve("model.safetensors"));
        assertThat(refused(model(weights, Shapes.TINY))).hasMessageContaining("model.norm.weight is F32[2]");
    }

    @Test
    void refusesABrokenFileAsConfiguration() throws IOException {
        Path file = Files.writeString(folder.resolve("model.safetensors"), "no tensors");
        assertThat(refused(new ModelFolder(folder, Shapes.TINY, Optional.of(file)))
                        .code())
                .isEqualTo(ErrorCode.CONFIG_INVALID);
    }

    private static SyncException refused(ModelFolder model) {
        return catchThrowableOfType(SyncException.class, () -> DecoderWeights.of(model));
    }

    private ModelFolder model(Map<String, Tensor> weights, DecoderShape shape) throws IOException {
        Path file = folder.resolve("model.safetensors");
        new SafeTensors(weights, Map.of("format", "pt")).write(file);
        return new ModelFolder(folder, shape, Optional.of(file));
    }
}
