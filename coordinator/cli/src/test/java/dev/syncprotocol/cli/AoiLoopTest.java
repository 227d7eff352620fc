package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inspection loop by commands alone, with the real engine in a JVM of its own; and the gate before it. */
class AoiLoopTest {
    private static final String TARGET = "FAR < 1% at recall=100%";
    /** Whatever the baseline reaches meets it. */
    private static final String EASY = "FAR <= 100% at recall=100%";

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private static final String LIGHT = "_SolderLight.jpg";

    /** Standard input that nobody may touch: after the gate no command of the loop reads it. */
    private static final InputStream UNREADABLE = new InputStream() {
        @Override
        public int read() {
            throw new AssertionError("standard input was read");
        }
    };

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path boards;
    private InputStream input = InputStream.nullInputStream();
    private boolean terminal;
    private Instant now = NOON;

    @BeforeEach
    void draws() {
        boards = folder.resolve("boards");
        run(0, "aoi", "demo-data", boards.toString(), "--profile", "tiny", "--size", "32");
    }

    @Test
    void goesFromPreflightToAHandedOverModelWithOneApproval() throws IOException {
        SortedMap<String, String> before = tree();
        String token = json(
                        0, "aoi", "preflight", "-w", boards.toString(), "--kpi-target", TARGET, "--max-iterations", "1")
                .at("/data/token")
                .asText();
        assertThat(tree()).as("preflight changes nothing").isEqualTo(before);
        input = UNREADABLE;

        JsonNode end = json(
                0,
                "aoi",
                "run",
                "-w",
                boards.toString(),
                "--kpi-target",
                TARGET,
                "--max-iterations",
                "1",
                "--approve",
                token);
        assertThat(end.at("/data/phases")).hasSize(2);
        assertThat(Path.of(end.at("/data/best_model").asText())).exists();
        assertThat(Files.readString(Path.of(end.at("/data/report").asText())))
                .contains("<html")
                .doesNotContain("{{ ");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("[baseline 1/3 train] ok")
                .contains("[iter1 4/6 data_mining] ok");

        JsonNode status = json(0, "aoi", "status", "-w", boards.toString(), "--verify", "--replay");
        assertThat(status.at("/data/verified").asBoolean()).isTrue();
        assertThat(status.at("/data/replayed").asInt()).isGreaterThan(30);
        assertThat(status.at("/data/last")).hasSize(5);
        assertThat(json(0, "aoi", "replay", "-w", boards.toString())
                        .at("/data/replayed")
                        .asInt())
                .isGreaterThan(30);

        SortedMap<String, String> ended = tree();
        assertThat(json(0, "aoi", "resume", "-w", boards.toString())
                        .at("/data/already")
                        .asBoolean())
                .isTrue();
        assertThat(tree()).as("a finished run is left alone").isEqualTo(ended);
        JsonNode used = json(
                4,
                "aoi",
                "run",
                "-w",
                boards.toString(),
                "--kpi-target",
                TARGET,
                "--max-iterations",
                "1",
                "--approve",
                token);
        assertThat(used.at("/error/code").asText()).isEqualTo("token_used");
    }

    @Test
    void startsNothingWithoutAnApprovalAndGivesNoTokenAway() throws IOException {
        SortedMap<String, String> before = tree();
        JsonNode refused = json(2, "aoi", "run", "-w", boards.toString(), "--kpi-target", TARGET);
        assertThat(refused.at("/error/code").asText()).isEqualTo("approval_required");
        assertThat(refused.at("/error/message").asText())
                .contains("# Pre-Flight Summary")
                .contains("Max Iterations");
        assertThat(refused.toString()).doesNotContainPattern("run_\\d{8}_\\d{6}\\.[0-9a-f]{24}");
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void takesNoTokenOfOtherParametersOtherInputsOrYesterday() throws IOException {
        String token = token();
        assertRefused("approval_stale", "--kpi-target", TARGET, "--max-iterations", "2", "--approve", token);
        now = NOON.plusSeconds(24 * 3600 + 1);
        assertRefused("approval_stale", "--kpi-target", TARGET, "--approve", token);
        now = NOON;
        Path saved = folder.resolve("saved.json");
        run(0, "aoi", "preflight", "-w", boards.toString(), "--kpi-target", TARGET, "--save", saved.toString());
        Path spec = boards.resolve("specs/baseline_spec.yaml");
        Files.writeString(spec, Files.readString(spec) + "# other bytes\n");
        SortedMap<String, String> before = tree();
        JsonNode refused = assertRefused("approval_stale", "--from", saved.toString(), "--approve", token);
        assertThat(refused.at("/error/message").asText()).contains("/inputs/specification/sha256: ");
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void takesNoTokenOfAnotherRunOrOfATableWithAnotherByte() throws IOException {
        String token = token();
        String another = token.replaceFirst("run_\\d{8}_\\d{6}", "run_20260102_115959");
        assertRefused("approval_stale", "--kpi-target", TARGET, "--approve", another);
        assertRefused("usage", "--kpi-target", TARGET, "--approve", "go");
        Path table = boards.resolve("train/base/training_set.csv");
        Files.writeString(table, Files.readString(table).replace("\n", "\r\n"));
        SortedMap<String, String> before = tree();
        assertRefused("approval_stale", "--kpi-target", TARGET, "--approve", token);
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void takesOnlyTheKeysTokensInKeyedMode() throws IOException {
        String plain = token();
        Path key = Files.writeString(folder.resolve("key"), "a secret of the line's owner");
        Path guessed = Files.writeString(folder.resolve("guessed"), "a guess");
        Files.createDirectories(boards.resolve(".sync"));
        Files.writeString(boards.resolve(".sync/config.yaml"), "approval:\n  key_file: " + key + "\n");
        JsonNode preflight = json(0, "aoi", "preflight", "-w", boards.toString(), "--kpi-target", TARGET);
        assertThat(preflight.at("/data/token").isNull()).isTrue();
        assertRefused("approval_required", "--kpi-target", TARGET, "--approve", plain);
        assertRefused("approval_stale", "--kpi-target", TARGET, "--approve", keyed(guessed));
        terminal = true;
        input = UNREADABLE;
        assertRefused("approval_required", "--kpi-target", TARGET);
        terminal = false;

        run(
                0,
                "aoi",
                "run",
                "-w",
                boards.toString(),
                "--kpi-target",
                EASY,
                "--max-iterations",
                "1",
                "--approve",
                keyed(key, "--max-iterations", "1"));
        assertThat(approval()).contains("\"keyed\"");
        Files.delete(key);
        JsonNode keyless = json(2, "aoi", "preflight", "-w", boards.toString(), "--kpi-target", TARGET);
        assertThat(keyless.at("/error/code").asText()).isEqualTo("config_invalid");
    }

    private String keyed(Path key, String... more) throws IOException {
        String target = more.length == 0 ? TARGET : EASY;
        String[] asked = Stream.concat(
                        Stream.of(
                                "aoi",
                                "preflight",
                                "-w",
                                boards.toString(),
                                "--kpi-target",
                                target,
                                "--issue-token",
                                "--key",
                                key.toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        return json(0, asked).at("/data/token").asText();
    }

    @Test
    void startsAfterTheAnswerBelowTheSummaryAndKeepsIt() throws IOException {
        terminal = true;
        input = new ByteArrayInputStream(" Looks good \nand nobody reads this\n".getBytes(StandardCharsets.UTF_8));
        run(0, "aoi", "run", "-w", boards.toString(), "--kpi-target", EASY, "--max-iterations", "1");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Type go, yes or looks good to approve:");
        assertThat(approval()).contains("\"terminal\"", "\"Looks good\"");
    }

    private String approval() throws IOException {
        try (Stream<Path> files = Files.walk(boards.resolve("results"))) {
            return Files.readString(files.filter(file -> file.endsWith("approval.json"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    @Test
    void asksOnceAtATerminalAndTakesEverythingElseAsNo() throws IOException {
        terminal = true;
        SortedMap<String, String> before = tree();
        for (String answer : new String[] {"", "no\n", "go ahead\n"}) {
            input = new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8));
            assertThat(sync("aoi", "run", "-w", boards.toString(), "--kpi-target", TARGET))
                    .isEqualTo(2);
        }
        assertThat(tree()).isEqualTo(before);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("not approved; nothing was changed");
    }

    @Test
    void tellsEveryFailedCheckAtOnceAndChangesNothing() throws IOException {
        Files.delete(boards.resolve("train/base/validation_set.csv"));
        try (Stream<Path> ok = Files.list(boards.resolve("augmentation/anomalygen/original_image"))) {
            Files.delete(ok.findFirst().orElseThrow());
        }
        Files.writeString(
                boards.resolve("augmentation/mining_pool/mining_pool.csv"),
                "input_path,golden_path,label,object_name\n");
        SortedMap<String, String> before = tree();
        JsonNode refused = json(2, "aoi", "preflight", "-w", boards.toString(), "--kpi-target", TARGET);
        assertThat(refused.at("/error/violations").toString())
                .contains("P1 config_invalid")
                .contains("P8 pregen_unpaired")
                .contains("P13 mining_pool_empty");
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void findsAKpiPictureAmongThePregeneratedPairsBeforeAnythingIsApproved() throws IOException {
        SampleRow row = SampleTableFile.read(boards.resolve("kpi/testing_set.csv"))
                .rows()
                .get(0);
        Path picture = boards.resolve("kpi/images").resolve(row.inputPath()).resolve(row.objectName() + LIGHT);
        Files.copy(picture, firstPair(), StandardCopyOption.REPLACE_EXISTING);
        JsonNode refused = json(2, "aoi", "preflight", "-w", boards.toString(), "--kpi-target", TARGET);
        assertThat(refused.at("/error/violations").toString()).contains("P11 leakage");
    }

    private Path firstPair() throws IOException {
        try (Stream<Path> files = Files.list(boards.resolve("augmentation/anomalygen/reconstructed_image"))) {
            return files.filter(file -> file.toString().endsWith(LIGHT))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void hasNoOptionThatSkipsTheGate() {
        for (String verb : new String[] {"run", "resume"}) {
            run(0, "aoi", verb, "--help");
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("--approve")
                    .doesNotContainPattern("--(force|yes|skip|no-approv|auto|unattended|assume|ci|batch-mode)\\b");
        }
    }

    private JsonNode assertRefused(String code, String... options) throws IOException {
        String[] args = Stream.concat(Stream.of("aoi", "run", "-w", boards.toString()), Stream.of(options))
                .toArray(String[]::new);
        JsonNode refused = json(2, args);
        assertThat(refused.at("/error/code").asText()).isEqualTo(code);
        return refused;
    }

    private String token() throws IOException {
        return json(0, "aoi", "preflight", "-w", boards.toString(), "--kpi-target", TARGET)
                .at("/data/token")
                .asText();
    }

    private SortedMap<String, String> tree() throws IOException {
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

    private JsonNode json(int exit, String... args) throws IOException {
        String[] asked = Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new);
        run(exit, asked);
        return CheckedAnswer.of(out.toString(StandardCharsets.UTF_8), String.join(" ", asked));
    }

    private void run(int exit, String... args) {
        assertThat(sync(args))
                .as(out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8))
                .isEqualTo(exit);
    }

    private int sync(String... args) {
        out.reset();
        err.reset();
        PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream error = new PrintStream(err, true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(
                folder, input, Map.of(), Clock.fixed(now, ZoneOffset.UTC), terminal, new CountDownLatch(1));
        return new FrontDoor(output, error).call(surroundings, args);
    }
}
