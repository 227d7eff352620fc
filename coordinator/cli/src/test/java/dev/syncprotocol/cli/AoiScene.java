package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.tao.FakeDocker;
import dev.syncprotocol.aoi.tao.TaoFixture;
import dev.syncprotocol.protocol.digest.Sha256;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Drawn boards, the command line on them, and where wished a machine with a docker and a driver that are small scripts. */
final class AoiScene {
    static final String TARGET = "FAR < 1% at recall=100%";
    static final String SECRET = "key-of-nobody";
    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    final Path folder;
    final Path boards;
    final Map<String, String> environment = new HashMap<>();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();

    InputStream input = InputStream.nullInputStream();
    boolean terminal;
    Instant now = NOON;

    private AoiScene(Path folder) {
        this.folder = folder;
        boards = folder.resolve("boards");
    }

    /** Boards drawn here; the only programs on the search path are this scene's. */
    static AoiScene drawnIn(Path folder) {
        AoiScene scene = new AoiScene(folder);
        scene.environment.put("PATH", folder.resolve("programs").toString());
        scene.environment.put("HOME", folder.toString());
        scene.json(0, "aoi", "demo-data", scene.boards.toString(), "--profile", "tiny", "--size", "32");
        return scene;
    }

    /** A docker with both images whose containers write what the real ones write, a driver with one GPU, keys, weights and versions. */
    void wholeMachine() throws IOException {
        machineWithoutWeights();
        weights();
    }

    /** The same, but weights lie nowhere. */
    void machineWithoutWeights() throws IOException {
        docker("");
        program("nvidia-smi", "case \"$1\" in --list-gpus) echo GPU 0: Small;; *) echo 49140;; esac");
        Files.writeString(boards.resolve(".env"), "export NGC_API_KEY=" + SECRET + "\nHF_TOKEN='" + SECRET + "'\n");
        versions("r/pyt:1", "r/ds:1");
    }

    /** A model's metadata as a skill bank has it: AutoML would be on. */
    Path metadata() throws IOException {
        Path file = folder.resolve("tao-skills-external/skills/models/visual_changenet/metadata.yaml");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "name: visual_changenet\nautoml_enabled: true\n");
    }

    void weights() throws IOException {
        Files.createDirectories(boards.resolve("augmentation/backbone"));
        Files.writeString(boards.resolve("augmentation/backbone/weights.pth"), "weights");
    }

    void versions(String training, String services) throws IOException {
        TaoFixture.versions(Files.createDirectories(folder.resolve("tao-skills-external")), training, services);
    }

    /**
     * The same docker after some shell lines that may answer first.
     *
     * @param first sees the whole call as {@code $*}
     */
    void docker(String first) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        program("docker", """
                echo "docker $*" >> '%s'
                case "$HF_TOKEN" in '') ;; *) echo "  with HF_TOKEN" >> '%s';; esac
                %s
                case "$*" in
                  "image inspect "*) echo "sha256:$3";;
                  run*) CLASSPATH='%s' exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC %s "$@";;
                esac
                """.formatted(
                asked(), asked(), first, System.getProperty("java.class.path"), java, FakeDocker.class.getName()));
    }

    /** The same docker, whose training waits until {@code docker stop} is asked; {@link #training()} is there as soon as it waits. */
    void dockerThatTrainsUntilStopped() throws IOException {
        Path asked = folder.resolve("stop-asked");
        docker("case \"$*\" in *' visual_changenet train '*) mkfifo '%s'; : > '%s'; read word < '%s'; exit 137;; "
                        .formatted(asked, training(), asked)
                + "stop*) echo now > '%s'; exit 0;; esac".formatted(asked));
    }

    /** There when a training waits. */
    Path training() {
        return folder.resolve("training");
    }

    /** A script on the search path; its own path is the system's. */
    void program(String name, String body) throws IOException {
        Path file = Files.createDirectories(folder.resolve("programs")).resolve(name);
        Files.writeString(file, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Where docker writes what it was asked. */
    Path asked() {
        return folder.resolve("docker.log");
    }

    /** What docker was asked, one call a line. */
    List<String> calls() throws IOException {
        return Files.readAllLines(asked());
    }

    /** Every file and folder there is, files with their digests. */
    SortedMap<String, String> tree() throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.toList()) {
                files.put(
                        path.toString(),
                        Files.isRegularFile(path) ? Sha256.ofFile(path).hex() : "");
            }
        }
        return files;
    }

    /** Nowhere below the results, and in nothing that was answered. */
    void assertNoSecret() throws IOException {
        assertThat(out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8))
                .doesNotContain(SECRET);
        try (Stream<Path> tree = Files.walk(boards.resolve("results"))) {
            assertThat(tree.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(SECRET));
        }
    }

    /** A command of the loop on these boards. */
    JsonNode loop(int exit, String command, String... options) {
        return json(exit, words(command, options));
    }

    /** The words of such a command. */
    String[] words(String command, String... options) {
        return Stream.concat(Stream.of("aoi", command, "-w", boards.toString()), Stream.of(options))
                .toArray(String[]::new);
    }

    /** A pre-flight of engine tao. */
    JsonNode preflight(int exit, String... options) {
        return tao(exit, "preflight", options);
    }

    /** A command of engine tao on these boards: one iteration. */
    JsonNode tao(int exit, String command, String... options) {
        Stream<String> tao = Stream.of("--kpi-target", TARGET, "--engine", "tao", "--max-iterations", "1");
        return loop(exit, command, Stream.concat(tao, Stream.of(options)).toArray(String[]::new));
    }

    /** A run with the token of a pre-flight of now. */
    JsonNode approved(int exit, String... options) {
        String token = preflight(0, options).at("/data/token").asText();
        String[] all =
                Stream.concat(Stream.of(options), Stream.of("--approve", token)).toArray(String[]::new);
        return tao(exit, "run", all);
    }

    /** A command's answer, which must be one of its schema. */
    JsonNode json(int exit, String... args) {
        String[] asked = Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new);
        assertThat(sync(asked))
                .as(out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8))
                .isEqualTo(exit);
        return CheckedAnswer.of(out.toString(StandardCharsets.UTF_8), String.join(" ", asked));
    }

    int sync(String... args) {
        out.reset();
        err.reset();
        Surroundings surroundings = new Surroundings(
                folder,
                input,
                Map.copyOf(environment),
                Clock.fixed(now, ZoneOffset.UTC),
                terminal,
                new CountDownLatch(1));
        return new FrontDoor(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .call(surroundings, args);
    }
}
