package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.TrainedWorkspace;
import dev.syncprotocol.training.scaffold.Scaffold;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real child: its own JVM, the native engine, the skeleton's smallest loop made smaller. */
class TrainingChildTest {
    @TempDir
    private Path workspace;

    private int launches;
    private String config = "configs/train_min.yaml";

    @BeforeEach
    void layOut() throws IOException {
        Scaffold.write(workspace, 20250823);
        for (String name : List.of("configs/train_min.yaml", "configs/train_dpo_min.yaml")) {
            Path file = workspace.resolve(name);
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace("max_steps: 20", "max_steps: 6")
                            .replace("save_steps: 10", "save_steps: 2")
                            .replace("batch_size: 4", "batch_size: 2"));
        }
        Path model = workspace.resolve("models/tiny-qwen3/config.json");
        Files.writeString(
                model, Files.readString(model).replace("\"num_hidden_layers\": 4", "\"num_hidden_layers\": 1"));
    }

    /** CK-1 with SIGKILL in two real processes, and a clean stop by SIGTERM (D12). */
    @Test
    void aKilledAndAStoppedRunEndWithTheSameBytesAsAWholeOne() throws IOException, InterruptedException {
        assertThat(exit(start(null))).isZero();
        assertThat(outcome().path("outcome").asText()).isEqualTo("finished");
        Map<String, String> whole = digests("checkpoints/min/step_00006");

        moveAside("checkpoints");
        Process killed = start(null);
        readUntil(killed, "step 3/");
        killed.destroyForcibly().waitFor();
        assertThat(launchFolder().resolve("outcome.json")).doesNotExist();

        Process stopped = start("checkpoints/min/latest");
        readUntil(stopped, "step 4/");
        stopped.toHandle().destroy();
        int code = exit(stopped);
        if (code != 0) {
            assertThat(code).isEqualTo(130);
            assertThat(outcome().path("outcome").asText()).isEqualTo("stopped");
            assertThat(exit(start("checkpoints/min/latest"))).isZero();
        }
        assertThat(digests("checkpoints/min/step_00006")).isEqualTo(whole);
        assertThat(Files.readAllLines(workspace.resolve("reports/metrics.jsonl")))
                .extracting(line -> SyncJson.read(line).path("step").asInt())
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Files.readString(workspace.resolve("logs/train.log"))).startsWith("DEVICE: cpu PLAT: ");
    }

    /** CK-1 with SIGKILL for a preference run: adapter or model, optimizer and generator files to the byte. */
    @Test
    void aKilledPreferenceRunEndsWithTheSameBytesAsAWholeOne() throws IOException, InterruptedException {
        config = "configs/train_dpo_min.yaml";
        assertThat(exit(start(null))).isZero();
        Map<String, String> whole = digests("checkpoints/dpo_min/step_00006");
        moveAside("checkpoints");
        Process killed = start(null);
        readUntil(killed, "step 3/");
        killed.destroyForcibly().waitFor();
        assertThat(exit(start("checkpoints/dpo_min/latest"))).isZero();
        assertThat(digests("checkpoints/dpo_min/step_00006")).isEqualTo(whole);
        assertThat(Files.readAllLines(workspace.resolve("reports/metrics.jsonl")))
                .extracting(line -> SyncJson.read(line).path("step").asInt())
                .containsExactly(1, 2, 3, 4, 5, 6);
    }

    private Process start(@Nullable String resume) throws IOException {
        launches++;
        trained().order(launches, config, resume);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.syncprotocol.training.launch.TrainingMain",
                        launchFolder().toString())
                .redirectErrorStream(true)
                .start();
    }

    private static int exit(Process process) throws IOException, InterruptedException {
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        return process.waitFor();
    }

    /** Blocks on the child's own words; it ends by itself when it fails. */
    private static void readUntil(Process process, String words) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            said.append(line).append('\n');
            if (line.contains(words)) {
                return;
            }
        }
        throw new AssertionError("the child ended before " + words + ":\n" + said);
    }

    private Path launchFolder() {
        return trained().launch(launches);
    }

    private JsonNode outcome() throws IOException {
        return SyncJson.read(Files.readString(launchFolder().resolve("outcome.json")));
    }

    private void moveAside(String folder) throws IOException {
        Files.move(workspace.resolve(folder), workspace.resolve(folder + "-whole"));
    }

    private Map<String, String> digests(String folder) throws IOException {
        Map<String, String> digests = trained().digests(folder);
        assertThat(digests.keySet()).containsAll(List.of("model.safetensors", "opt.pt", "rng.pkl", "sched.pt"));
        return digests;
    }

    private TrainedWorkspace trained() {
        return new TrainedWorkspace(workspace);
    }
}
