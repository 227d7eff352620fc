package dev.syncprotocol.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.DecoderFamily;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelWeightsTest {
    private static final DecoderShape SHAPE = new DecoderShape(4, 2, 2, 1, 2, 6, 8, 1e-6, 1e4, true, 0.02);

    @TempDir
    private Path folder;

    @Test
    void mapsOneFile() throws IOException {
        SortedMap<String, Tensor> weights = weights(Tensor.Type.F32);
        SortedMap<String, Tensor> found = ModelWeights.map(single(weights));
        assertThat(found).isEqualTo(weights);
        assertThat(found.values())
                .allSatisfy(tensor -> assertThat(tensor.bytes().isDirect()).isTrue());
    }

    @Test
    void gathersTheShardsOfAnIndex() throws IOException {
        SortedMap<String, Tensor> weights = weights(Tensor.Type.BF16);
        assertThat(ModelWeights.map(sharded(weights))).isEqualTo(weights);
        assertThat(weights.get("model.norm.weight").floats()).containsExactly(0, 1 / 64f, 2 / 64f, 3 / 64f);
    }

    @Test
    void namesEveryTensorThatDoesNotFit() throws IOException {
        SortedMap<String, Tensor> weights = weights(Tensor.Type.F32);
        weights.remove("model.layers.0.mlp.up_proj.weight");
        weights.put("model.norm.weight", Tensor.ofFloats(new long[] {3}, 1, 2, 3));
        weights.put("model.layers.2.mlp.up_proj.weight", Tensor.ofFloats(new long[] {1}, 1));
        assertThat(refused(single(weights)))
                .hasMessageContaining("model.layers.0.mlp.up_proj.weight is missing")
                .hasMessageContaining("model.norm.weight is F32[3], config.json asks for [4]")
                .hasMessageContaining("model.layers.2.mlp.up_proj.weight is no parameter of this model");
    }

    @Test
    void leavesOutWhatTransformersIgnores() throws IOException {
        SortedMap<String, Tensor> weights = weights(Tensor.Type.F32);
        SortedMap<String, Tensor> more = new TreeMap<>(weights);
        more.put("lm_head.weight", Tensor.ofFloats(new long[] {1}, 1));
        more.put("model.layers.0.self_attn.rotary_emb.inv_freq", Tensor.ofFloats(new long[] {1}, 1));
        assertThat(ModelWeights.map(single(more))).isEqualTo(weights);
    }

    @Test
    void refusesAShardThatIsNotThere() throws IOException {
        ModelFolder model = sharded(weights(Tensor.Type.F32));
        Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
        assertThat(refused(model)).hasMessageContaining("names model-00002-of-00002.safetensors");
    }

    @Test
    void refusesAnIndexThatPointsOutOfTheFolder() throws IOException {
        ModelFolder model = sharded(weights(Tensor.Type.F32));
        Path index = folder.resolve(ModelFolder.INDEX);
        Files.writeString(index, Files.readString(index).replace("model-00002", "../model-00002"));
        assertThat(refused(model)).hasMessageContaining("no such file beside it");
    }

    @Test
    void refusesATensorInAnotherShardThanTheIndexSays() throws IOException {
        ModelFolder model = sharded(weights(Tensor.Type.F32));
        Path index = folder.resolve(ModelFolder.INDEX);
        String norm = "\"model.norm.weight\":\"model-0000";
        Files.writeString(index, Files.readString(index).replace(norm + "2", norm + "1"));
        assertThat(refused(model)).hasMessageContaining("does not place model.norm.weight");
    }

    @Test
    void refusesAnIndexWithoutFiles() throws IOException {
        Path index = Files.writeString(folder.resolve(ModelFolder.INDEX), "{}");
        assertThat(refused(new ModelFolder(folder, SHAPE, Optional.of(index)))).hasMessageContaining("no weight_map");
    }

    @Test
    void refusesABrokenFileAsConfiguration() throws IOException {
        Path file = Files.writeString(folder.resolve(ModelFolder.WEIGHTS), "no tensors");
        assertThat(refused(new ModelFolder(folder, SHAPE, Optional.of(file))).code())
                .isEqualTo(ErrorCode.CONFIG_INVALID);
    }

    /** Counts of transformers' own models of these sizes. */
    @Test
    void knowsTheParametersOfEveryFamily() {
        DecoderShape qwen3 = new DecoderShape(2560, 36, 32, 8, 128, 9728, 151936, 1e-6, 5e6, true, 0.02);
        assertThat(DecoderParameters.count(qwen3)).isEqualTo(4_022_468_096L);
        assertThat(DecoderParameters.count(llama())).isEqualTo(1_235_814_400L);
        assertThat(DecoderParameters.shapes(SHAPE)).hasSize(2 + 2 * 11);
    }

    /** Llama 3.2 1B. */
    private static DecoderShape llama() {
        return new DecoderShape(
                DecoderFamily.LLAMA, 2048, 16, 32, 8, 64, 8192, 128256, 1e-5, 5e5, Optional.empty(), true, 0.02);
    }

    private static SyncException refused(ModelFolder model) {
        return catchThrowableOfType(SyncException.class, () -> ModelWeights.map(model));
    }

    private ModelFolder single(Map<String, Tensor> weights) throws IOException {
        Path file = folder.resolve(ModelFolder.WEIGHTS);
        new SafeTensors(weights, Map.of("format", "pt")).write(file);
        return new ModelFolder(folder, SHAPE, Optional.of(file));
    }

    /** Every second tensor in the second file. */
    private ModelFolder sharded(Map<String, Tensor> weights) throws IOException {
        ObjectNode index = SyncJson.object();
        index.putObject("metadata").put("total_size", 0);
        ObjectNode places = index.putObject("weight_map");
        for (int shard = 1; shard <= 2; shard++) {
            Map<String, Tensor> part = new TreeMap<>();
            String file = "model-0000" + shard + "-of-00002.safetensors";
            int at = 0;
            for (Map.Entry<String, Tensor> entry : weights.entrySet()) {
                if (at++ % 2 == shard - 1) {
                    part.put(entry.getKey(), entry.getValue());
                    places.put(entry.getKey(), file);
                }
            }
            new SafeTensors(part, Map.of()).write(folder.resolve(file));
        }
        Path file = Files.writeString(folder.resolve(ModelFolder.INDEX), SyncJson.compact(index));
        return new ModelFolder(folder, SHAPE, Optional.of(file));
    }

    private static SortedMap<String, Tensor> weights(Tensor.Type type) {
        SortedMap<String, Tensor> weights = new TreeMap<>();
        DecoderParameters.shapes(SHAPE).forEach((name, shape) -> {
            float[] values = new float[(int) DecoderParameters.size(shape)];
            for (int i = 0; i < values.length; i++) {
                values[i] = i / 64f;
            }
            weights.put(name, Tensor.rounded(type, shape, values));
        });
        return weights;
    }
}
