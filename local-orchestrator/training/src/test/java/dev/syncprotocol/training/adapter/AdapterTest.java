package dev.syncprotocol.training.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterTest {
    private static final AdapterSpec SPEC = new AdapterSpec("base", 1, 2, 0, List.of("q_proj"), false);
    private static final Tensor OTHER = Tensor.ofFloats(new long[] {1}, 7);

    @TempDir
    private Path folder;

    @BeforeEach
    void layOut() throws IOException {
        Path base = Files.createDirectories(folder.resolve("base"));
        Files.writeString(base.resolve("config.json"), "{}");
        Tensor plain = Tensor.ofFloats(new long[] {2, 2}, 1, 2, 3, 4);
        new SafeTensors(Map.of("m.q_proj.weight", plain, "m.norm.weight", OTHER), Map.of("format", "pt"))
                .write(base.resolve("model.safetensors"));
        adapter(Map.of(
                "base_model.model.m.q_proj.lora_A.weight", Tensor.ofFloats(new long[] {1, 2}, 10, 1),
                "base_model.model.m.q_proj.lora_B.weight", Tensor.ofFloats(new long[] {2, 1}, 0.5f, 0)));
    }

    /** Factor 2 of alpha/r times B A = [[5, 0.5], [0, 0]]. */
    @Test
    void mergesToAPlainModelFolder() throws IOException {
        Adapter.read(folder.resolve("adapter")).merge(folder.resolve("base"), folder.resolve("out/merged"));
        Path merged = folder.resolve("out/merged");
        Map<String, Tensor> tensors =
                SafeTensors.read(merged.resolve("model.safetensors")).tensors();
        assertThat(tensors.get("m.q_proj.weight")).isEqualTo(Tensor.ofFloats(new long[] {2, 2}, 11, 3, 3, 4));
        assertThat(tensors.get("m.norm.weight")).isEqualTo(OTHER);
        assertThat(merged.resolve("config.json")).hasContent("{}");
        assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**/.merged*");
    }

    @Test
    void refusesABaseItDoesNotFit() throws IOException {
        adapter(Map.of(
                "base_model.model.m.k_proj.lora_A.weight", Tensor.ofFloats(new long[] {1, 2}, 10, 1),
                "base_model.model.m.k_proj.lora_B.weight", Tensor.ofFloats(new long[] {2, 1}, 0.5f, 0)));
        Adapter other = Adapter.read(folder.resolve("adapter"));
        assertThatThrownBy(() -> other.merge(folder.resolve("base"), folder.resolve("merged")))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("m.k_proj does not fit");
        assertThat(folder.resolve("merged")).doesNotExist();
    }

    @Test
    void refusesAKeyOfAnotherKind() throws IOException {
        adapter(Map.of("base_model.model.m.q_proj.lora_magnitude_vector", OTHER));
        assertThatThrownBy(() -> Adapter.read(folder.resolve("adapter")))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("lora_magnitude_vector");
    }

    private void adapter(Map<String, Tensor> tensors) throws IOException {
        Path adapter = Files.createDirectories(folder.resolve("adapter"));
        Files.writeString(adapter.resolve("adapter_config.json"), SPEC.config().toString());
        Files.deleteIfExists(adapter.resolve("adapter_model.safetensors"));
        new SafeTensors(tensors, Map.of()).write(adapter.resolve("adapter_model.safetensors"));
    }
}
