package dev.syncprotocol.training.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.CodeState;
import dev.syncprotocol.runs.store.NewRun;
import dev.syncprotocol.runs.store.RunCheck;
import dev.syncprotocol.runs.store.RunLine;
import dev.syncprotocol.runs.store.RunLock;
import dev.syncprotocol.runs.store.RunStore;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.LoadedConfig;
import dev.syncprotocol.training.TrainConfigReader;
import dev.syncprotocol.training.TrainedWorkspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training written into a run of the run store, with the reference engine: a launch is a run. */
class RecordedTrainingTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String CONFIG = "configs/small.yaml";
    private static final String MODEL = "{\"architectures\":[\"Qwen3ForCausalLM\"],\"hidden_size\":4,"
            + "\"num_hidden_layers\":1,\"num_attention_heads\":1,\"num_key_value_heads\":1,\"head_dim\":4,"
            + "\"intermediate_size\":4,\"vocab_size\":264}";

    @TempDir
    private Path workspace;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Map<String, String> environment = Map.of();
    private int launches;

    @BeforeEach
    void layOut() throws IOException {
        put("models/tiny/config.json", MODEL);
        put("data/train.jsonl", "{\"input\":\"1 + 1?\",\"output\":\"2\"}\n".repeat(10));
        put("data/eval.jsonl", "{\"input\":\"2 + 1?\",\"output\":\"3\"}\n".repeat(3));
        put(CONFIG, Configs.yaml(Map.of()));
    }

    @Test
    void writesRowsEventsLogsAndModelsAndFinishesTheRun() throws IOException {
        Path run = begin();
        assertThat(train(run, () -> false))
                .as(said.toString(StandardCharsets.UTF_8))
                .isZero();
        RunLine line = store().show(name(run));
        assertThat(line.state().word()).isEqualTo("final");
        assertThat(store().verify(run, RunCheck.Level.FULL).passed()).isTrue();
        List<String> rows = Files.readAllLines(run.resolve("metrics.csv"));
        assertThat(rows).hasSize(7);
        assertThat(rows.get(0)).endsWith(",lr,grad_norm,tokens_per_s,mean_token_accuracy");
        assertThat(rows.get(3)).as("evaluated at step 3").matches("3,2,[^,]+,[^,]+,[^,]+,[^,]+,1,.*");
        assertThat(rows.get(2)).as("not evaluated at step 2").matches("2,1,[^,]+,,,,0,.*");
        assertThat(Files.readString(run.resolve("logs/run.log"))).contains("INFO DEVICE: cpu", "INFO finished: step 6");
        assertThat(run.resolve("logs/errors.log")).isEmptyFile();
        assertThat(run.resolve("reports/summary.md")).content().contains("sync launch --config " + CONFIG);
        assertThat(run.resolve("reports/charts/train_loss.svg")).exists();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("run " + name(run) + ": ok, promoted");
    }

    /** C26, C30: save points and better evaluations are kept; unpacked they are the checkpoint's own files. */
    @Test
    void keepsTheModelOfEverySavePointAndBetterEvaluation() throws IOException {
        Path run = begin();
        train(run, () -> false);
        for (int step : new int[] {2, 3, 4, 6}) {
            assertThat(run.resolve(String.format("artifacts/checkpoints/step-%06d.pt", step)))
                    .exists();
        }
        assertThat(run.resolve("artifacts/checkpoints/step-000005.pt")).doesNotExist();
        try (ZipFile zip =
                new ZipFile(run.resolve("artifacts/checkpoints/step-000004.pt").toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            assertThat(names).containsExactly("config_effective.yaml", "model.safetensors");
            for (String name : names) {
                assertThat(zip.getEntry(name).getMethod()).isEqualTo(ZipEntry.STORED);
                assertThat(zip.getInputStream(zip.getEntry(name)).readAllBytes())
                        .isEqualTo(Files.readAllBytes(workspace.resolve("checkpoints/x/step_00004/" + name)));
            }
        }
    }

    /** What the engine had at hand and what it saved to a folder make the same bytes. */
    @Test
    void twoRunsOfOneConfigKeepTheSameModels() throws IOException {
        Path first = begin();
        train(first, () -> false);
        Files.move(workspace.resolve("checkpoints"), workspace.resolve("earlier"));
        Path second = begin();
        train(second, () -> false);
        assertThat(RunLock.read(first.resolve("config.lock.json")).configHash())
                .isEqualTo(RunLock.read(second.resolve("config.lock.json")).configHash());
        for (String name : List.of("step-000003.pt", "step-000004.pt", "step-000006.pt", "best.pt")) {
            assertThat(second.resolve("artifacts/checkpoints/" + name))
                    .hasSameBinaryContentAs(first.resolve("artifacts/checkpoints/" + name));
        }
    }

    @Test
    void aStoppedTrainingIsAFailedRunThatIsNotPromoted() throws IOException {
        Path run = begin();
        assertThat(train(run, () -> steps(run) >= 3)).isEqualTo(130);
        assertThat(manifest(run).path("state").asText()).isEqualTo("final");
        assertThat(manifest(run).path("status").asText()).isEqualTo("failed");
        assertThat(workspace.resolve("best")).doesNotExist();
    }

    @Test
    void aFailureIsInTheRunsErrorsWithItsTrace() throws IOException {
        put("data/train.jsonl", "{\"input\":\"1\",\"output\":\"2\"}\n{\"input\":1}\n");
        Path run = begin();
        assertThat(train(run, () -> false)).isEqualTo(1);
        List<String> errors = Files.readAllLines(run.resolve("logs/errors.log"));
        assertThat(errors.get(0)).contains("ERROR data/train.jsonl:2");
        assertThat(errors.get(1)).startsWith("\t").contains("SyncException");
        assertThat(errors.get(errors.size() - 1)).contains("FATAL exit=1 data/train.jsonl:2");
        assertThat(manifest(run).path("status").asText()).isEqualTo("failed");
    }

    /** The engine reads the lock; the file may say something else only if the gate is asked again. */
    @Test
    void trainsByTheLockAndRefusesAChangedFile() throws IOException {
        LoadedConfig changed = TrainConfigReader.readDocument(
                Configs.yaml(Map.of("max_steps: 6", "max_steps: 2", "lr: 0.05", "lr: 0.05\n  max_grad_norm: .inf"))
                        .getBytes(StandardCharsets.UTF_8),
                CONFIG);
        Path run = begin(changed);
        assertThat(train(run, () -> false))
                .as(said.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(Files.readAllLines(run.resolve("metrics.csv")))
                .as("two steps, as the lock says")
                .hasSize(3);
        assertThat(workspace.resolve("reports/config_effective.yaml")).content().contains("max_grad_norm: .inf");
        Path next = begin();
        Path order = order(next);
        put(CONFIG, Configs.yaml(Map.of("seed: 7", "seed: 8")));
        assertThat(process(order, () -> false).run()).isEqualTo(2);
        assertThat(manifest(next).path("status").asText()).isEqualTo("failed");
    }

    @Test
    void refusesALockThatWasChangedAndAnotherRunInTheEnvironment() throws IOException {
        Path run = begin();
        Path order = order(run);
        environment = Map.of("EXPERIMENT_DIR", "experiments/runs/exp-20260101-1200-another");
        assertThat(process(order, () -> false).run()).isEqualTo(4);
        environment = Map.of("EXPERIMENT_DIR", workspace.relativize(run).toString());
        Path lock = run.resolve("config.lock.json");
        String text = Files.readString(lock);
        Files.delete(lock);
        Files.writeString(lock, text.replace("\"max_steps\" : 6", "\"max_steps\" : 7"));
        assertThat(process(order, () -> false).run()).isEqualTo(4);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("is not the run this launch was ordered for");
        assertThat(workspace.resolve("checkpoints")).doesNotExist();
    }

    private Path begin() throws IOException {
        return begin(TrainConfigReader.readDocument(Files.readAllBytes(workspace.resolve(CONFIG)), CONFIG));
    }

    private Path begin(LoadedConfig config) throws IOException {
        launches++;
        RunSource source = new RunSource(
                config,
                Configs.INSTALLED.strategy("sft").orElseThrow(),
                10,
                Sha256.ofFile(workspace.resolve("data/train.jsonl")),
                Sha256.ofFile(workspace.resolve("data/eval.jsonl")));
        RunLock lock = store().open(new NewRun(
                source.bytes(),
                CONFIG + ".json",
                Optional.empty(),
                Optional.of("l" + launches),
                Optional.of(new RunLock.ConfigSource(CONFIG, config.sourceSha256(), "yaml")),
                CodeState.NONE,
                SyncJson.object()));
        return workspace.resolve(lock.experimentDir());
    }

    private int train(Path run, BooleanSupplier stop) throws IOException {
        return process(order(run), stop).run();
    }

    private Path order(Path run) throws IOException {
        String lock = Sha256.ofFile(run.resolve("config.lock.json")).hex();
        return new TrainedWorkspace(workspace)
                .order(
                        launches,
                        CONFIG,
                        order -> order.put("run", workspace.relativize(run).toString())
                                .put("lock_sha256", lock));
    }

    private TrainingProcess process(Path folder, BooleanSupplier stop) {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new TrainingProcess(
                folder,
                new TrainingProcess.Surroundings(
                        out, (output, error) -> output.apply(out), environment, 1, Configs.INSTALLED, NOON),
                stop);
    }

    private RunStore store() {
        return new RunStore(workspace, NOON, Duration.ofSeconds(5));
    }

    private static long steps(Path run) {
        try {
            return Files.readAllLines(run.resolve("metrics.csv")).size() - 1L;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String name(Path run) {
        return run.getFileName().toString();
    }

    private static JsonNode manifest(Path run) throws IOException {
        return SyncJson.read(Files.readString(run.resolve("manifest.json")));
    }

    private void put(String name, String content) throws IOException {
        Path file = workspace.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
