package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole loop with engine tao by commands alone, over a docker that is a program and writes what the images write. */
class AoiContainerLoopTest extends OnAWholeMachine {
    private static final String[] SERVICES = {"--rca", "container", "--mining", "container"};

    @Test
    void goesFromPreflightToAHandedOverModelAndAsksDockerExactlyThis() throws IOException {
        scene.metadata();
        SortedMap<String, String> bank = digests(folder.resolve("tao-skills-external"));
        String token = scene.preflight(0).at("/data/token").asText();
        assertThat(asked())
                .as("before the approval docker is only looked at")
                .noneMatch(line -> line.contains(" run "));
        Files.delete(scene.asked());

        JsonNode end = scene.tao(0, "run", "--approve", token);

        assertThat(end.at("/data/phases")).hasSize(2);
        Path run = Path.of(end.at("/data/run").asText());
        assertThat(run.resolve("best_model.json")).content().contains(".pth");
        assertThat(run.resolve("best_model_inference_spec.yaml")).content().contains("/model/best.pth");
        assertThat(run.resolve("DEFT_Loop_Report.html")).isRegularFile();
        assertThat(asked()).containsExactlyElementsOf(golden("/golden/aoi-containers.txt"));
        assertThat(run.resolve("iter1/commands.jsonl")).content().contains("\"exit_code\":0", "sha256:r/pyt:1");
        scene.json(0, "aoi", "status", "-w", scene.boards.toString(), "--verify", "--replay");
        assertNoSecret();
        assertThat(digests(folder.resolve("tao-skills-external")))
                .as("the skill bank, a model's metadata in it (S4-3.3)")
                .isEqualTo(bank);
        assertTrainsPlainly(run);
    }

    /** AutoML is off in the log of every training and in the state; no specification has a word of it (S4-3.2). */
    private static void assertTrainsPlainly(Path run) throws IOException {
        List<JsonNode> trained = Files.readAllLines(run.resolve("loop_log.jsonl")).stream()
                .map(SyncJson::read)
                .filter(entry -> entry.at("/stage").asText().equals("train"))
                .toList();
        assertThat(trained)
                .hasSize(2)
                .allMatch(entry -> entry.at("/set/automl_policy").asText().equals("off"));
        assertThat(SyncJson.read(Files.readString(run.resolve("deft_state.json")))
                        .at("/config/automl_policy")
                        .asText())
                .isEqualTo("off");
        for (String spec : List.of("baseline/specs/baseline_spec.yaml", "iter1/specs/iter1_spec.yaml")) {
            assertThat(run.resolve(spec)).content().doesNotContain("automl");
        }
    }

    private static SortedMap<String, String> digests(Path folder) throws IOException {
        SortedMap<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(
                        folder.relativize(file).toString(), Sha256.ofFile(file).hex());
            }
        }
        assertThat(digests).isNotEmpty();
        return digests;
    }

    @Tag("stress")
    @Test
    void letsContainersAnalyseAndMineWhereThatIsApproved() throws IOException {
        JsonNode summary = scene.preflight(0, SERVICES).at("/data/summary");
        assertThat(summary.at("/parameters/rca").asText()).isEqualTo("container");
        assertThat(summary.at("/parameters/mining").asText()).isEqualTo("container");
        assertThat(summary.at("/run_config").toString())
                .contains("gap analysis by the data services container, neighbours by the data services container");

        JsonNode end = scene.approved(0, SERVICES);

        Path run = Path.of(end.at("/data/run").asText());
        assertThat(asked().stream().filter(line -> line.startsWith("docker run ")))
                .containsExactlyElementsOf(golden("/golden/aoi-services.txt"));
        Path iteration = run.resolve("iter1/mining_filter");
        assertThat(iteration.resolve("container/light-SolderLight/mining_summary.txt"))
                .hasContent("of the container");
        assertThat(iteration.resolve("mining_summary.txt")).content().contains("Mining summary of iter1");
        assertThat(iteration.resolve("mined.parquet")).isRegularFile();
        assertThat(Files.readString(run.resolve("loop_log.jsonl")))
                .contains("/container/kpi_gaps.parquet", "/container/light-WhiteLight/mined.parquet");
        scene.json(0, "aoi", "status", "-w", scene.boards.toString(), "--verify", "--replay");
    }

    @Test
    void bindsTheApprovalToWhoAnalyses() {
        String token = scene.preflight(0).at("/data/token").asText();
        JsonNode stale = scene.tao(2, "run", "--rca", "container", "--approve", token);
        assertThat(stale.at("/error/code").asText()).isEqualTo("approval_stale");
        assertThat(stale.at("/error/message").asText())
                .contains("gap analysis by the data services container, neighbours built in");
    }

    @Test
    void offersContainersToNoOtherEngine() {
        JsonNode refused = scene.json(
                2,
                "aoi",
                "preflight",
                "-w",
                scene.boards.toString(),
                "--kpi-target",
                AoiScene.TARGET,
                "--rca",
                "container");
        assertThat(refused.at("/error/code").asText()).isEqualTo("usage");
        assertThat(refused.at("/error/message").asText()).contains("--rca container needs --engine tao");
    }

    @Tag("stress")
    @Test
    void tellsAnUnreachableRecallFromAFailureByTheFileThatIsLeft() throws IOException {
        scene.docker("case \"$*\" in *' gap_analysis vcn_aoi -e '*) for w in \"$@\"; do case \"$w\" in results_dir=*) "
                + "echo reaches 0.97 > \"${w#*=}/unreachable_kpi.txt\"; exit 1;; esac; done;; esac");

        JsonNode error = scene.approved(2, "--rca", "container").at("/error");

        assertThat(error.at("/code").asText()).isEqualTo("recall_unreachable");
        assertThat(error.at("/message").asText()).contains("reaches 0.97");
    }

    @Test
    void trainsNothingWhereTheImageHasOtherArguments() throws IOException {
        scene.docker("case \"$*\" in *--cfg=job) echo something_else: 1; exit 0;; esac");

        JsonNode error = scene.approved(2, "--rca", "container").at("/error");

        assertThat(error.at("/code").asText()).isEqualTo("engine_unavailable");
        assertThat(error.at("/message").asText()).contains("it does not know train_config");
        assertThat(scene.asked()).content().doesNotContain(" visual_changenet ");
    }

    @Tag("stress")
    @Test
    void tellsTheExitCodeAndTheLastLinesOfAContainerThatWasKilled() throws IOException {
        scene.docker("case \"$*\" in *' train '*) echo step 7; echo $HF_TOKEN Killed; exit 137;; esac");

        JsonNode error = scene.approved(7).at("/error");

        assertThat(error.at("/code").asText()).isEqualTo("engine_failed");
        assertThat(error.at("/engine/exit_code").asInt()).isEqualTo(137);
        assertThat(error.at("/engine/container").asText()).isEqualTo("sync-" + RUN + "-baseline-train");
        assertThat(error.at("/engine/log_tail").toString()).contains("step 7").contains("Killed");
        assertThat(error.at("/hint").asText()).contains("memory").contains("train.log");
        assertThat(run().resolve("best_model.json")).doesNotExist();
        assertNoSecret();
    }

    @Tag("stress")
    @Test
    void believesNoInferenceThatEndsWellAndLeavesNothing() throws IOException {
        scene.docker("case \"$*\" in *' inference '*) exit 0;; esac");

        JsonNode error = scene.approved(7).at("/error");

        assertThat(error.at("/message").asText())
                .contains("ended with 0 and left no")
                .contains("inference.csv");
    }

    @Test
    void refusesAnImageThatIsNotThereAndFetchesItOnceApproved() throws IOException {
        Path fetched = folder.resolve("fetched");
        scene.docker("case \"$*\" in 'image inspect r/ds:1'*) test -f " + fetched + " || exit 1;;"
                + " login*) cat > " + folder.resolve("typed") + "; exit 0;;"
                + " 'pull r/ds:1') touch " + fetched + "; exit 0;; *' image_embeddings '*) exit 3;; esac");

        assertThat(scene.preflight(2).at("/error/message").asText()).contains("r/ds:1");
        assertThat(scene.preflight(2, "--pull", "--air-gap").at("/error/code").asText())
                .isEqualTo("engine_unavailable");
        assertThat(scene.preflight(0, "--pull").toString()).contains("MISSING");
        assertThat(fetched).doesNotExist();
        scene.approved(7, "--pull");

        assertThat(asked())
                .contains("docker login docker.io --username $oauthtoken --password-stdin", "docker pull r/ds:1");
        assertThat(folder.resolve("typed")).hasContent(AoiScene.SECRET);
        Files.delete(folder.resolve("typed"));
        assertNoSecret();
    }

    @Test
    void plansALoginOnlyForAPullOfWhatIsMissing() throws IOException {
        assertThat(images("--pull")).doesNotContain("login");

        scene.docker("case \"$*\" in 'image inspect r/ds:1'*) exit 1;; esac");
        assertThat(images("--pull")).contains("Registry login").contains("docker.io, after approval");
        assertThat(asked()).as("nobody logs in before").noneMatch(line -> line.contains("login"));
    }

    private String images(String... options) {
        return scene.preflight(0, options).at("/data/summary/docker_images").toString();
    }

    @Test
    void namesTheKeyThatIsMissingAndNeverAValue() throws IOException {
        scene.versions("r/pyt:1", "\"\"");
        assertThat(scene.preflight(2).at("/error/message").asText())
                .contains("TAO_DS_IMAGE is not set and images.tao_toolkit.data_services is missing or empty");

        scene.versions("r/pyt:1", "r/ds:1");
        Files.writeString(scene.boards.resolve(".env"), "NGC_API_KEY=" + AoiScene.SECRET + "\n");
        JsonNode refused = scene.preflight(2);
        assertThat(refused.at("/error/message").asText()).contains("HF_TOKEN is not set");
        assertThat(refused.toString()).doesNotContain(AoiScene.SECRET);

        Files.delete(scene.boards.resolve(".env"));
        scene.preflight(0, "--air-gap");
    }

    @Test
    void takesAPlatformWithItsEngineAndNoOther() {
        scene.preflight(0, "--platform", "docker");
        assertThat(scene.tao(2, "run", "--platform", "docker").at("/error/code").asText())
                .isEqualTo("approval_required");
        for (String command : List.of("preflight", "run")) {
            assertThat(scene.tao(2, command, "--platform", "local")
                            .at("/error/message")
                            .asText())
                    .contains("local", "--engine embedded");
        }
    }

    private List<String> asked() throws IOException {
        return scene.calls().stream()
                .map(line -> line.replace(run().toString(), "<RD>"))
                .map(line -> line.replace(scene.boards.toString(), "<WS>").replace(RUN, "<ID>"))
                .map(line -> line.replaceAll("rca_results([^ ]*)/[-0-9]+_\\d{6}", "rca_results$1/<TS>"))
                .map(line -> line.replaceAll("--user \\d+:\\d+", "--user <uid>:<gid>"))
                .toList();
    }

    private static List<String> golden(String name) throws IOException {
        try (var golden = AoiContainerLoopTest.class.getResourceAsStream(name)) {
            return new String(golden.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** Nor in what docker was asked. */
    private void assertNoSecret() throws IOException {
        assertThat(scene.asked()).content().doesNotContain(AoiScene.SECRET);
        scene.assertNoSecret();
    }
}
