package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The gate before engine tao, over a docker and a driver that are small scripts. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "docker and nvidia-smi are scripts of a Unix shell here")
class AoiContainersTest {
    @TempDir
    private Path folder;

    private AoiScene scene;

    @BeforeEach
    void draws() {
        scene = AoiScene.drawnIn(folder);
    }

    @Test
    void tellsEverythingThatIsMissingAndHowItLooked() throws IOException {
        scene.program("docker", "echo no daemon; exit 1");
        scene.program("nvidia-smi", "exit 9");
        long before = files();

        JsonNode refused = scene.preflight(2);

        assertThat(refused.at("/error/code").asText()).isEqualTo("reference_missing");
        assertThat(refused.at("/error/message").asText()).contains("versions.yaml of the skill bank is missing");
        assertThat(refused.at("/error/violations").toString())
                .contains("P2 reference_missing")
                .contains("TAO_PYT_IMAGE is not set")
                .contains("TAO_DS_IMAGE is not set")
                .contains("probed with docker info, which ended with 1 (no daemon)")
                .contains("probed with nvidia-smi --list-gpus, which ended with 9");
        assertThat(refused.at("/error/hint").asText()).contains("--engine embedded");
        assertThat(refused.at("/error/violations").toString())
                .contains("P3 config_invalid")
                .contains("HF_TOKEN is not set")
                .contains("P8 engine_unavailable");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void refusesBeforeARunIsCreated() {
        JsonNode refused = scene.tao(2, "run", "--approve", "run_20260102_120000." + "0".repeat(24));

        assertThat(refused.at("/error/code").asText()).isEqualTo("reference_missing");
        assertThat(scene.boards.resolve("results")).doesNotExist();
    }

    @Test
    void bindsTheApprovalToTheImagesThatAreThere() throws IOException {
        scene.wholeMachine();
        scene.docker(id("sha256:one"));

        JsonNode answer = scene.preflight(0);

        JsonNode summary = answer.at("/data/summary");
        assertThat(summary.at("/resolved/images/0/id").asText()).isEqualTo("sha256:one");
        assertThat(summary.at("/resolved/images/0/reference").asText()).isEqualTo("r/pyt:1");
        assertThat(summary.at("/resolved/images/1/reference").asText()).isEqualTo("r/ds:1");
        assertThat(summary.at("/resolved/gpus").asInt()).isEqualTo(1);
        assertThat(summary.at("/resolved/backbone").asText()).endsWith("weights.pth");
        assertThat(summary.at("/docker_images")).hasSize(2);
        assertThat(summary.toString()).doesNotContain(AoiScene.SECRET);

        scene.docker(id("sha256:two"));
        JsonNode refused =
                scene.tao(2, "run", "--approve", answer.at("/data/token").asText());
        assertThat(refused.at("/error/code").asText()).isEqualTo("approval_stale");
        assertThat(scene.boards.resolve("results")).doesNotExist();
    }

    @Test
    void trainsInTheApprovedImageOnly() throws IOException {
        scene.wholeMachine();
        scene.docker(id("$(test -d '" + scene.boards.resolve("results") + "' && echo sha256:two || echo sha256:one)"));

        JsonNode refused = scene.approved(2);

        assertThat(refused.at("/error/code").asText()).isEqualTo("approval_stale");
        assertThat(refused.at("/error/message").asText()).contains("sha256:two").contains("sha256:one");
        assertThat(scene.asked()).content().doesNotContain("run --rm");
    }

    private static String id(String id) {
        return "case \"$1\" in image) echo " + id + "; exit 0;; esac";
    }

    private long files() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.count();
        }
    }
}
