package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TrainedWorkspace;
import dev.syncprotocol.training.adapter.Adapter;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import dev.syncprotocol.training.launch.TrainingProcess;
import dev.syncprotocol.training.launch.TrainingProcess.Surroundings;
import dev.syncprotocol.training.model.DecoderWeights;
import dev.syncprotocol.training.model.ModelWeights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CK-1 for whole runs on the native engine: config, rows, checkpoints, resume. */
class ExactRunTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final int STEPS = 4;

    @TempDir
    private Path workspace;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private int launches;

    /** What is trained, in the words of a config. */
    enum Kind {
        SFT_ADAPTER("lora: {r: 2, dropout: 0.2}", "pure_pt_sft", "name: sft"),
        DPO("lora: {enable: false}", "trl_dpo", "name: dpo"),
        DPO_ADAPTER("lora: {r: 2, dropout: 0.2}", "pure_pt", "name: dpo, loss: ipo, disable_dropout: false"),
        ORPO("lora: {enable: false}", "pure_pt", "name: orpo"),
        KTO_ADAPTER("lora: {r: 2}", "pure_pt", "name: kto, undesirable_weight: 1.5"),
        PPO(
                "lora: {enable: false}",
                "trl_ppo",
                "name: ppo, response_length: 4, num_ppo_epochs: 2, num_mini_batches: 2, adaptive_kl: true,"
                        + " kl_horizon: 40, ent_coef: 0.01, kl_stop: off"),
        PPO_ADAPTER(
                "lora: {r: 2, dropout: 0.2}",
                "trl_ppo",
                "name: ppo, response_length: 4, missing_eos_penalty: 1.0, top_k: 30, temperature: 1.5,"
                        + " reward: [{name: format}, {name: overclar_penalty, weight: 0.5}]"),
        GRPO(
                "lora: {enable: false}",
                "pure_pt",
                "name: grpo, num_generations: 3, max_completion_length: 4, num_iterations: 2, beta: 0.1,"
                        + " reward: format"),
        GRPO_ADAPTER(
                "lora: {r: 2, dropout: 0.2}",
                "trl_ppo",
                "name: grpo, num_generations: 2, max_completion_length: 4, importance_sampling_level: sequence,"
                        + " advantage: rloo, top_p: 0.9, reward: length");

        private final String lora;
        private final String engine;
        private final String strategy;

        Kind(String lora, String engine, String strategy) {
            this.lora = lora;
            this.engine = engine;
            this.strategy = strategy;
        }

        boolean hasValues() {
            return strategy.startsWith("name: ppo");
        }

        boolean isAdapter() {
            return !lora.contains("enable: false");
        }
    }

    @BeforeEach
    void layOut() throws IOException {
        put(
                "models/tiny/config.json",
                "{\"architectures\":[\"Qwen3ForCausalLM\"],\"hidden_size\":8,\"num_hidden_layers\":1,"
                        + "\"num_attention_heads\":2,\"num_key_value_heads\":1,\"head_dim\":4,\"intermediate_size\":8,"
                        + "\"vocab_size\":264,\"tie_word_embeddings\":true}");
        put("data/train.jsonl", rows(7));
        put("data/eval.jsonl", rows(3));
    }

    /** Stopped after every step and resumed, the files at the end are the same bytes, the metrics the same numbers. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void resumesExactlyAfterEveryStep(Kind kind) throws IOException {
        config(kind);
        assertThat(launch(null, () -> false))
                .as(said.toString(StandardCharsets.UTF_8))
                .isZero();
        Map<String, String> whole = digests();
        List<ObjectNode> metrics = metrics();
        assertThat(whole).containsKey(kind.isAdapter() ? "adapter/adapter_model.safetensors" : "model.safetensors");
        assertThat(whole.containsKey("value_head.safetensors")).isEqualTo(kind.hasValues());
        for (int k = 1; k < STEPS; k++) {
            Files.move(workspace.resolve("checkpoints"), workspace.resolve("checkpoints-" + launches));
            int last = k;
            assertThat(launch(null, () -> steps() >= last)).isEqualTo(130);
            assertThat(launch("checkpoints/x/latest", () -> false)).isZero();
            assertThat(digests()).as("%s resumed after step %d", kind, k).isEqualTo(whole);
            assertThat(metrics()).isEqualTo(metrics);
        }
    }

    /**
     * The same for a process that dies after any step: what it saved last may be older, the steps since are repeated. A
     * strategy joins by a constant of {@link Kind}.
     */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void endsWithTheSameBytesAfterDyingAfterEveryStep(Kind kind) throws IOException {
        config(kind);
        assertThat(launch(null, () -> false))
                .as(said.toString(StandardCharsets.UTF_8))
                .isZero();
        Map<String, String> whole = digests();
        List<ObjectNode> metrics = metrics();
        for (int k = 1; k < STEPS; k++) {
            Files.move(workspace.resolve("checkpoints"), workspace.resolve("checkpoints-" + launches));
            int last = k;
            assertThat(launch(null, () -> dies(last))).isEqualTo(1);
            assertThat(launch(k < 2 ? null : "latest", () -> false)).isZero();
            assertThat(digests()).as("%s after dying at step %d", kind, k).isEqualTo(whole);
            assertThat(metrics()).isEqualTo(metrics);
        }
    }

    private boolean dies(long step) {
        if (steps() >= step) {
            throw new StackOverflowError("stands for a process that is gone");
        }
        return false;
    }

    /** What a checkpoint holds, merged into its base, is a model folder of its own. */
    @Test
    void aCheckpointsAdapterMergesToAModelFolder() throws IOException {
        ModelFolder drawn = ModelFolder.read(workspace.resolve("models/tiny"));
        Map<String, Tensor> base = DecoderWeights.random(drawn.shape(), 3);
        new SafeTensors(base, Map.of("format", "pt")).write(drawn.folder().resolve("model.safetensors"));
        config(Kind.SFT_ADAPTER, Map.of("init: random", "init: weights"));
        assertThat(launch(null, () -> false)).isZero();
        Adapter adapter = Adapter.read(workspace.resolve("checkpoints/x/latest/adapter"));
        assertThat(adapter.spec().base()).isEqualTo("tiny");
        adapter.merge(drawn.folder(), workspace.resolve("models/merged"));
        Map<String, Tensor> merged = ModelWeights.map(ModelFolder.read(workspace.resolve("models/merged")));
        assertThat(merged.keySet()).isEqualTo(base.keySet());
        assertThat(merged.keySet().stream().filter(name -> !merged.get(name).equals(base.get(name))))
                .hasSize(7)
                .allMatch(name -> name.endsWith("_proj.weight"));
    }

    /** The adapter's base is another one: the run must not go on as if nothing were. */
    @Test
    void refusesToGoOnOnAnotherBase() throws IOException {
        config(Kind.SFT_ADAPTER);
        assertThat(launch(null, () -> steps() >= 2)).isEqualTo(130);
        Path model = workspace.resolve("models/tiny/config.json");
        Files.writeString(
                model, Files.readString(model).replace("\"vocab_size\"", "\"initializer_range\":0.03,\"vocab_size\""));
        assertThat(launch("latest", () -> false)).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("stands on other frozen weights");
    }

    @Test
    void refusesATargetThatNamesNoLayerBeforeTheFirstStep() throws IOException {
        config(Kind.SFT_ADAPTER, Map.of("r: 2", "target_modules: [c_attn]"));
        assertThat(launch(null, () -> false)).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("no layer of this model is named c_attn");
        assertThat(workspace.resolve("reports/metrics.jsonl")).doesNotExist();
    }

    private void config(Kind kind) throws IOException {
        config(kind, Map.of());
    }

    private void config(Kind kind, Map<String, String> replaced) throws IOException {
        String text = """
                run: {seed: 7, output_dir: checkpoints/x, log_file: logs/train.log, max_steps: %d, save_steps: 2,
                      eval_steps: 3, gradient_accumulation: 2, threads: 1}
                data: {train_path: data/train.jsonl, eval_path: data/eval.jsonl, batch_size: 2, max_length: 64}
                model:
                  base: tiny
                  init: random
                  trust_remote_code: false
                  %s
                engine: {name: %s, lr: 0.01}
                strategy: {%s}
                """.formatted(STEPS, kind.lora, kind.engine, kind.strategy);
        for (Map.Entry<String, String> entry : replaced.entrySet()) {
            text = text.replace(entry.getKey(), entry.getValue());
        }
        put("configs/x.yaml", text);
    }

    private int launch(@Nullable String resume, BooleanSupplier stop) throws IOException {
        launches++;
        Path folder = trained().order(launches, "configs/x.yaml", resume);
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(out, (output, error) -> out, Map.of(), 1, Installed.find(), NOON);
        return new TrainingProcess(folder, surroundings, stop).run();
    }

    private int steps() {
        Path file = workspace.resolve("reports/metrics.jsonl");
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> digests() throws IOException {
        return trained().digests(String.format("checkpoints/x/step_%05d", STEPS));
    }

    private List<ObjectNode> metrics() throws IOException {
        List<ObjectNode> rows = trained().metrics();
        assertThat(rows).hasSize(STEPS);
        return rows;
    }

    private static String rows(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            ObjectNode row = SyncJson.object().put("input", "row " + i).put("output", "answer " + i);
            row.putObject("meta").put("rejected", "not " + i).put("label", i % 2 == 0);
            text.append(SyncJson.compact(row)).append('\n');
        }
        return text.toString();
    }

    private void put(String path, String content) throws IOException {
        trained().put(path, content);
    }

    private TrainedWorkspace trained() {
        return new TrainedWorkspace(workspace);
    }
}
