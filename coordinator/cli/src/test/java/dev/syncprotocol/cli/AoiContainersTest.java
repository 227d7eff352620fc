package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Engine tao at the command line, over a docker and a driver that are small scripts. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "docker and nvidia-smi are scripts of a Unix shell here")
class AoiContainersTest {
    private static final String TARGET = "FAR < 1% at recall=100%";
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final String SECRET = "key-of-nobody";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private Path boards;

    @BeforeEach
    void draws() throws IOException {
        boards = folder.resolve("boards");
        environment.put("PATH", folder.resolve("programs").toString());
        environment.put("HOME", folder.toString());
        assertThat(sync("aoi", "demo-data", boards.toString(), "--profile", "tiny", "--size", "32"))
                .isZero();
    }

    @Test
    void tellsEverythingThatIsMissingAndHowItLooked() throws IOException {
        program("docker", "echo no daemon; exit 1");
        program("nvidia-smi", "exit 9");
        long before = files();

        JsonNode refused = preflight(2);

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
    void refusesBeforeARunIsCreated() throws IOException {
        assertThat(sync(
                        "aoi",
                        "run",
                        "-w",
                        boards.toString(),
                        "--kpi-target",
                        TARGET,
                        "--engine",
                        "tao",
                        "--approve",
                        "run_20260102_120000." + "0".repeat(24),
                        "--json"))
                .isEqualTo(2);
        assertThat(answer().at("/error/code").asText()).isEqualTo("reference_missing");
        assertThat(boards.resolve("results")).doesNotExist();
    }

    @Test
    void bindsTheApprovalToTheImagesThatAreThere() throws IOException {
        wholeMachine("sha256:one");

        JsonNode summary = preflight(0).at("/data/summary");

        assertThat(summary.at("/resolved/images/0/id").asText()).isEqualTo("sha256:one");
        assertThat(summary.at("/resolved/images/0/reference").asText()).isEqualTo("r/pyt:1");
        assertThat(summary.at("/resolved/images/1/reference").asText()).isEqualTo("r/ds:1");
        assertThat(summary.at("/resolved/gpus").asInt()).isEqualTo(1);
        assertThat(summary.at("/resolved/backbone").asText()).endsWith("weights.pth");
        assertThat(summary.at("/docker_images")).hasSize(2);
        assertThat(summary.toString()).doesNotContain(SECRET);
        String token = answer().at("/data/token").asText();

        wholeMachine("sha256:two");
        assertThat(sync(
                        "aoi",
                        "run",
                        "-w",
                        boards.toString(),
                        "--kpi-target",
                        TARGET,
                        "--engine",
                        "tao",
                        "--embedder",
                        "descriptor",
                        "--approve",
                        token,
                        "--json"))
                .isEqualTo(2);
        assertThat(answer().at("/error/code").asText()).isEqualTo("approval_stale");
        assertThat(boards.resolve("results")).doesNotExist();
    }

    @Test
    void trainsInAContainerOnceApproved() throws IOException {
        wholeMachine("sha256:one");
        String token = preflight(0).at("/data/token").asText();

        assertThat(sync(
                        "aoi",
                        "run",
                        "-w",
                        boards.toString(),
                        "--kpi-target",
                        TARGET,
                        "--engine",
                        "tao",
                        "--embedder",
                        "descriptor",
                        "--approve",
                        token,
                        "--json"))
                .as(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(7);
        assertThat(answer().at("/error/code").asText()).isEqualTo("engine_failed");
        assertThat(Files.readString(folder.resolve("docker.log")))
                .contains("run --rm --name sync-run_20260102_120000-baseline-train --gpus all")
                .contains("r/pyt:1 visual_changenet train")
                .doesNotContain(SECRET);
    }

    @Test
    void trainsInTheApprovedImageOnly() throws IOException {
        String results = boards.resolve("results").toString();
        wholeMachine("$(test -d '" + results + "' && echo sha256:two || echo sha256:one)");
        String token = preflight(0).at("/data/token").asText();

        assertThat(sync(
                        "aoi",
                        "run",
                        "-w",
                        boards.toString(),
                        "--kpi-target",
                        TARGET,
                        "--engine",
                        "tao",
                        "--embedder",
                        "descriptor",
                        "--approve",
                        token,
                        "--json"))
                .isEqualTo(2);
        assertThat(answer().at("/error/code").asText()).isEqualTo("approval_stale");
        assertThat(answer().at("/error/message").asText())
                .contains("sha256:two")
                .contains("sha256:one");
        assertThat(Files.readString(folder.resolve("docker.log"))).doesNotContain("run --rm");
    }

    /** A docker that has both images and whose containers end with 3, and a driver with one GPU. */
    private void wholeMachine(String id) throws IOException {
        program(
                "docker",
                "echo \"$@\" >> " + folder.resolve("docker.log")
                        + "\ncase \"$1\" in run) echo out of memory; exit 3;; image) echo " + id + ";; esac");
        program("nvidia-smi", "case \"$1\" in --list-gpus) echo GPU 0: Small;; *) echo 49140;; esac");
        Files.createDirectories(boards.resolve("augmentation/backbone"));
        Files.writeString(boards.resolve("augmentation/backbone/weights.pth"), "weights");
        Files.writeString(boards.resolve(".env"), "export NGC_API_KEY=" + SECRET + "\nHF_TOKEN='" + SECRET + "'\n");
        Path bank = Files.createDirectories(folder.resolve("tao-skills-external"));
        Files.writeString(
                bank.resolve("versions.yaml"),
                "images:\n  tao_toolkit:\n    pyt: r/pyt:1\n    data_services: r/ds:1\n");
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.createDirectories(folder.resolve("programs")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private JsonNode preflight(int exit) {
        assertThat(sync(
                        "aoi",
                        "preflight",
                        "-w",
                        boards.toString(),
                        "--kpi-target",
                        TARGET,
                        "--engine",
                        "tao",
                        "--embedder",
                        "descriptor",
                        "--json"))
                .as(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(exit);
        return answer();
    }

    private JsonNode answer() {
        return CheckedAnswer.of(out.toString(StandardCharsets.UTF_8), "aoi");
    }

    private long files() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.count();
        }
    }

    private int sync(String... args) {
        out.reset();
        PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(
                folder,
                InputStream.nullInputStream(),
                Map.copyOf(environment),
                Clock.fixed(NOON, ZoneOffset.UTC),
                false,
                new CountDownLatch(1));
        return new FrontDoor(output, nowhere).call(surroundings, List.of(args).toArray(String[]::new));
    }
}
