package dev.syncprotocol.djl.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.TrainedWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workspace with a two-layer decoder of bytes and a task that rewards can judge: sums of two digits. */
record SumsWorkspace(Path folder) {
    private static final String MODEL = """
            {"architectures": ["Qwen3ForCausalLM"], "hidden_size": 32, "num_hidden_layers": 2,
             "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "intermediate_size": 64,
             "vocab_size": 264, "tie_word_embeddings": true}
            """;

    /** What is trained, in the words of a config. */
    enum Kind {
        SFT("lora: {enable: false}", "{name: pure_pt_sft, lr: 0.003}", "{name: sft}"),
        SFT_ADAPTER("lora: {r: 4, dropout: 0.1}", "{name: pure_pt_sft, lr: 0.01}", "{name: sft}"),
        DPO("lora: {enable: false}", "{name: trl_dpo, lr: 0.003}", "{name: dpo}"),
        DPO_ADAPTER("lora: {r: 4, dropout: 0.1}", "{name: trl_dpo, lr: 0.01}", "{name: dpo, disable_dropout: false}"),
        PPO(
                "lora: {enable: false}",
                "{name: trl_ppo, lr: 0.003, lr_scheduler: constant, target_kl: 0.1}",
                "{name: ppo, reward: format, response_length: 4, temperature: 1.0, kl_coef: 0.0, value_dropout: 0.0}"),
        PPO_ADAPTER(
                "lora: {r: 4, dropout: 0.1}",
                "{name: trl_ppo, lr: 0.01}",
                "{name: ppo, reward: [{name: exact_answer}, {name: format, weight: 0.5}], response_length: 4,"
                        + " adaptive_kl: true, num_mini_batches: 2, kl_stop: off}"),
        GRPO(
                "lora: {enable: false}",
                "{name: pure_pt, lr: 0.002, lr_scheduler: constant}",
                "{name: grpo, reward: format, num_generations: 8, max_completion_length: 4}"),
        GRPO_ADAPTER(
                "lora: {r: 4, dropout: 0.1}",
                "{name: trl_ppo, lr: 0.01}",
                "{name: grpo, reward: format, num_generations: 4, max_completion_length: 4, num_iterations: 2,"
                        + " beta: 0.04}");

        private final String lora;
        private final String engine;
        private final String strategy;

        Kind(String lora, String engine, String strategy) {
            this.lora = lora;
            this.engine = engine;
            this.strategy = strategy;
        }

        /** The value of {@code engine.name}. */
        String engineKey() {
            return engine.replaceAll("\\{name: ([a-z_]+),.*", "$1");
        }
    }

    /** Writes model, data and {@code configs/x.yaml}. */
    static SumsWorkspace write(Path folder, Kind kind, int rows, int steps) throws IOException {
        SumsWorkspace workspace = new SumsWorkspace(folder);
        workspace.put("models/sums/config.json", MODEL);
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            ObjectNode row =
                    SyncJson.object().put("input", i % 5 + "+" + i % 4).put("output", Integer.toString(i % 5 + i % 4));
            row.putObject("meta").put("rejected", Integer.toString(i % 5 + i % 4 + 1));
            data.append(SyncJson.compact(row)).append('\n');
        }
        workspace.put("data/sums.jsonl", data.toString());
        workspace.put("configs/x.yaml", """
                run: {seed: 7, output_dir: checkpoints/x, log_file: logs/train.log, max_steps: %d, save_steps: 1,
                      eval_steps: 50, keep_last_k: 3, gradient_accumulation: 1, threads: 1}
                data: {train_path: data/sums.jsonl, eval_path: data/sums.jsonl, batch_size: %d, max_length: 32}
                model:
                  base: sums
                  init: random
                  trust_remote_code: false
                  %s
                engine: %s
                strategy: %s
                """.formatted(steps, rows, kind.lora, kind.engine, kind.strategy));
        return workspace;
    }

    /** Gives the decoder an MLP of another width: more weights for the same work. */
    void widen(int intermediate) throws IOException {
        put(
                "models/sums/config.json",
                MODEL.replace("\"intermediate_size\": 64", "\"intermediate_size\": " + intermediate));
    }

    /** Saves at every so many steps, instead of at each. */
    void saveEvery(int steps) throws IOException {
        String config = Files.readString(folder.resolve("configs/x.yaml"));
        put("configs/x.yaml", config.replace("save_steps: 1,", "save_steps: " + steps + ","));
    }

    /** Writes an order and gives its launch folder. */
    Path order(int number, @Nullable String resume) throws IOException {
        return trained().order(number, "configs/x.yaml", resume);
    }

    /** The rows of the metrics without what differs between two runs of the same numbers. */
    List<ObjectNode> metrics() throws IOException {
        return trained().metrics();
    }

    /** Every file of a step's checkpoint but the manifest. */
    Map<String, String> digests(int step) throws IOException {
        return trained().digests(String.format("checkpoints/x/step_%05d", step));
    }

    private void put(String path, String content) throws IOException {
        trained().put(path, content);
    }

    private TrainedWorkspace trained() {
        return new TrainedWorkspace(folder);
    }
}
