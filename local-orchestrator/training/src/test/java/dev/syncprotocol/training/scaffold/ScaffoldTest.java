package dev.syncprotocol.training.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.LoadedConfig;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.ModelLookup;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfigReader;
import dev.syncprotocol.training.data.ByteTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaffoldTest {
    @TempDir
    private Path workspace;

    @Test
    void writesTheWholeSkeleton() throws IOException {
        Scaffold.Result result = Scaffold.write(workspace, 20250823);
        assertThat(result.kept()).isEmpty();
        assertThat(result.written())
                .contains(
                        "configs/",
                        "data/",
                        "ops/",
                        "logs/",
                        "reports/",
                        "checkpoints/",
                        "models/",
                        "templates/",
                        "configs/train_min.yaml",
                        "configs/train_dpo_min.yaml",
                        "configs/train_local.yaml",
                        "models/tiny-qwen3/config.json",
                        "data/train_min.jsonl",
                        "data/eval_min.jsonl",
                        "ops/run_local.sh",
                        "ops/failpack.sh",
                        "ops/make_min_data.py",
                        "Makefile")
                .allMatch(path -> Files.exists(workspace.resolve(path)));
        assertThat(workspace.resolve("ops/run_local.sh")).isExecutable();
    }

    @Test
    void overwritesNothingTheSecondTime() throws IOException {
        Scaffold.write(workspace, 20250823);
        Files.writeString(workspace.resolve("configs/train_min.yaml"), "mine");
        Files.delete(workspace.resolve("Makefile"));
        Scaffold.Result again = Scaffold.write(workspace, 20250823);
        assertThat(again.written()).containsExactly("Makefile");
        assertThat(workspace.resolve("configs/train_min.yaml")).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"configs/train_min.yaml", "configs/train_local.yaml", "configs/train_dpo_min.yaml"})
    void itsConfigsVerify(String name) throws IOException {
        Scaffold.write(workspace, 20250823);
        byte[] bytes = Files.readAllBytes(workspace.resolve(name));
        LoadedConfig loaded = name.contains("dpo")
                ? TrainConfigReader.readDocument(bytes, name)
                : new TrainConfigReader(Configs.INSTALLED).read(bytes, name);
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().gate().needs().all()).isEqualTo(name.contains("local"));
        ModelFolder model = new ModelLookup(workspace, Optional.empty())
                .find(loaded.config().model().base(), TrainConfig.WeightInit.RANDOM);
        DecoderShape shape = model.shape();
        assertThat(shape.vocabSize()).isGreaterThanOrEqualTo(ByteTokenizer.SIZE);
        assertThat(shape.layers()).isEqualTo(4);
    }

    /** The examples of the schema are these files: whoever edits one edits the other. */
    @Test
    void itsConfigsAreTheSchemasExamples() throws IOException {
        Scaffold.write(workspace, 20250823);
        Path examples = Path.of(System.getProperty("sync.root"), "schemas/examples/valid/train-config.v1");
        assertThat(examples.resolve("smallest-loop.yaml"))
                .hasSameTextualContentAs(workspace.resolve("configs/train_min.yaml"));
        assertThat(examples.resolve("smallest-preference-run.yaml"))
                .hasSameTextualContentAs(workspace.resolve("configs/train_dpo_min.yaml"));
        assertThat(examples.resolve("waits-for-all-needs.yaml"))
                .hasSameTextualContentAs(workspace.resolve("configs/train_local.yaml"));
    }
}
