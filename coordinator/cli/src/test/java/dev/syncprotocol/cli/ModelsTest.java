package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real pretrained model from its file to a fine-tuned one in the hands of others, by commands alone. */
class ModelsTest {
    private static final String MODEL = "models/stories260K";
    private static final String CONFIG = "configs/stories.yaml";
    private static final String TRAINING = """
            run:
              seed: 7
              output_dir: checkpoints/stories
              log_file: logs/train.log
              max_steps: 12
              save_steps: 6
              eval_steps: 12
              threads: 1
            data: {train_path: data/train.jsonl, eval_path: data/train.jsonl, max_length: 64, batch_size: 2}
            model:
              base: stories260K
              trust_remote_code: false
              lora: {enable: true, r: 8, alpha: 32, dropout: 0.0}
            engine: {name: pure_pt_sft, lr: 2.0e-2}
            strategy: {name: sft}
            callbacks: [logging, checkpoint, eval_shadow]
            gate: {needs: []}
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void importsStories() throws IOException {
        Path data = Path.of(System.getProperty("sync.data", System.getProperty("sync.root") + "/../shared/data"))
                .resolve("tiny-lm");
        assumeTrue(Files.isDirectory(data), "the data tiny-lm is not on this machine; -Dsync.data names its folder");
        run(0, "init");
        run(
                0,
                "train",
                "import",
                "--llama2c",
                data.resolve("stories260K.bin").toString(),
                "--tokenizer",
                data.resolve("tok512.bin").toString(),
                "--to",
                MODEL);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("LlamaForCausalLM, 260032 parameters");
    }

    @Test
    void aModelContinuesAText() throws IOException {
        JsonNode answer = json(0, "train", "generate", "--model", "stories260K", "--prompt", "", "--max-tokens", "12");
        assertThat(answer.at("/data/text").asText()).isEqualTo("Once upon a time, there was a little girl");
        assertThat(answer.at("/data/tokens")).hasSize(12);
        run(0, "train", "generate", "--model", MODEL, "--prompt", "Once upon", "--max-tokens", "3");
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Once upon a time,");
        JsonNode likeliest = json(
                0,
                "train",
                "generate",
                "--model",
                "stories260K",
                "--prompt",
                "",
                "--max-tokens",
                "12",
                "--temperature",
                "5",
                "--top_k",
                "1");
        assertThat(likeliest.at("/data/text")).as("the likeliest of one").isEqualTo(answer.at("/data/text"));
    }

    /** The trained adapter says what it was taught; merged, exported and loaded again it says the same. */
    @Test
    void aRunTeachesItAndOthersLoadWhatItLearned() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/train.jsonl"),
                "{\"input\": \"What did Lily find?\", \"output\": \"a big red ball\"}\n".repeat(4));
        Files.writeString(folder.resolve(CONFIG), TRAINING);
        run(0, "round", "next");
        run(0, "launch", "--config", CONFIG);
        List<String> ask = List.of("--prompt", "What did Lily find?\n", "--max-tokens", "20");
        String taught = text("--checkpoint", "checkpoints/stories/latest", ask);
        assertThat(taught).isEqualTo(" a big red ball");
        assertThat(text("--model", "stories260K", ask)).isNotEqualTo(taught);

        run(0, "train", "export", "--checkpoint", "checkpoints/stories/latest", "--to", "out/adapter");
        assertThat(folder.resolve("out/adapter/adapter_model.safetensors")).exists();
        JsonNode merged = json(
                0, "train", "export", "--checkpoint", "checkpoints/stories/latest", "--merge", "--to", "out/merged");
        assertThat(merged.at("/data/files/0/name").asText()).isEqualTo("config.json");
        assertThat(text("--model", "out/merged", ask)).isEqualTo(taught);
        run(2, "train", "export", "--model", "out/merged", "--merge", "--to", "out/again");
        run(2, "train", "export", "--checkpoint", "checkpoints/stories/latest", "--to", "out/adapter");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("already exists");
    }

    /** An adapter beside a base that no file holds: the base is drawn again from the seed. */
    @Test
    void anAdapterBesideARandomBaseIsAskedAndMerged() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/train.jsonl"),
                "{\"input\": \"What did Lily find?\", \"output\": \"a big red ball\"}\n".repeat(4));
        Files.writeString(
                folder.resolve(CONFIG), TRAINING.replace("  base: stories260K", "  base: stories260K\n  init: random"));
        run(0, "round", "next");
        run(0, "launch", "--config", CONFIG);
        List<String> ask = List.of("--prompt", "What did Lily find?\n", "--max-tokens", "8");
        String taught = text("--checkpoint", "checkpoints/stories/latest", ask);
        run(0, "train", "export", "--checkpoint", "checkpoints/stories/latest", "--merge", "--to", "out/merged");
        assertThat(text("--model", "out/merged", ask)).isEqualTo(taught);
        run(0, "train", "export", "--checkpoint", "checkpoints/stories/latest", "--to", "out/adapter");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("drawn from the seed");

        Path config = folder.resolve(MODEL).resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"num_hidden_layers\" : 5", "\"num_hidden_layers\" : 4"));
        run(2, "train", "generate", "--checkpoint", "checkpoints/stories/latest", "--prompt", "x");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("was trained beside the weights");
    }

    /** Other tokens would be other rows: a tokenizer that changed is noticed before the first step. */
    @Test
    void aChangedTokenizerIsNoticedOnResume() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/train.jsonl"),
                "{\"input\": \"What did Lily find?\", \"output\": \"a big red ball\"}\n".repeat(4));
        Files.writeString(folder.resolve(CONFIG), TRAINING);
        run(0, "round", "next");
        run(0, "train", "run", "--config", CONFIG);
        Path tokenizer = folder.resolve(MODEL).resolve("tokenizer.json");
        Files.writeString(tokenizer, Files.readString(tokenizer) + " ");
        run(
                2,
                "train",
                "resume",
                "--config",
                CONFIG,
                "--resume",
                "checkpoints/stories/step_00006",
                "--set",
                "run.save_steps=5");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("was trained with the tokenizer", "the model's is now");
    }

    private String text(String option, String value, List<String> ask) throws IOException {
        List<String> words = new java.util.ArrayList<>(List.of("train", "generate", option, value));
        words.addAll(ask);
        return json(0, words.toArray(String[]::new)).at("/data/text").asText();
    }

    private JsonNode json(int exit, String... words) throws IOException {
        String[] all = java.util.Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--json";
        run(exit, all);
        return CheckedAnswer.of(out.toString(StandardCharsets.UTF_8), String.join(" ", words));
    }

    private void run(int exit, String... words) throws IOException {
        out.reset();
        err.reset();
        FrontDoor door = new FrontDoor(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        Surroundings surroundings = new Surroundings(
                folder,
                new ByteArrayInputStream(new byte[0]),
                Map.of(),
                Clock.systemUTC(),
                false,
                new CountDownLatch(1));
        assertThat(door.call(surroundings, words))
                .as("%s%n%s%n%s", String.join(" ", words), out, err)
                .isEqualTo(exit);
    }
}
