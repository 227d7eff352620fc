package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTableFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inspection loop by commands alone, with the real engine in a JVM of its own; and the gate before it. */
class AoiLoopTest {
    private static final String TARGET = AoiScene.TARGET;
    /** Whatever the baseline reaches meets it. */
    private static final String EASY = "FAR <= 100% at recall=100%";

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

    private AoiScene scene;
    private Path boards;

    @BeforeEach
    void draws() {
        scene = AoiScene.drawnIn(folder);
        boards = scene.boards;
    }

    @Test
    void goesFromPreflightToAHandedOverModelWithOneApproval() throws IOException {
        SortedMap<String, String> before = scene.tree();
        String token = scene.loop(0, "preflight", "--kpi-target", TARGET, "--max-iterations", "1")
                .at("/data/token")
                .asText();
        assertThat(scene.tree()).as("preflight changes nothing").isEqualTo(before);
        scene.input = UNREADABLE;

        String[] approved = {"--kpi-target", TARGET, "--max-iterations", "1", "--approve", token};
        JsonNode end = scene.loop(0, "run", approved);
        assertThat(end.at("/data/phases")).hasSize(2);
        assertThat(Path.of(end.at("/data/best_model").asText())).exists();
        assertThat(Files.readString(Path.of(end.at("/data/report").asText())))
                .contains("<html")
                .doesNotContain("{{ ");
        assertThat(err()).contains("[baseline 1/3 train] ok").contains("[iter1 4/6 data_mining] ok");

        JsonNode status = scene.loop(0, "status", "--verify", "--replay");
        assertThat(status.at("/data/verified").asBoolean()).isTrue();
        assertThat(status.at("/data/replayed").asInt()).isGreaterThan(30);
        assertThat(status.at("/data/last")).hasSize(5);
        assertThat(scene.loop(0, "replay").at("/data/replayed").asInt()).isGreaterThan(30);

        SortedMap<String, String> ended = scene.tree();
        assertThat(scene.loop(0, "resume").at("/data/already").asBoolean()).isTrue();
        assertThat(scene.tree()).as("a finished run is left alone").isEqualTo(ended);
        assertThat(scene.loop(4, "run", approved).at("/error/code").asText()).isEqualTo("token_used");
    }

    @Test
    void startsNothingWithoutAnApprovalAndGivesNoTokenAway() throws IOException {
        SortedMap<String, String> before = scene.tree();
        JsonNode refused = scene.loop(2, "run", "--kpi-target", TARGET);
        assertThat(refused.at("/error/code").asText()).isEqualTo("approval_required");
        assertThat(refused.at("/error/message").asText())
                .contains("# Pre-Flight Summary")
                .contains("Max Iterations");
        assertThat(refused.toString()).doesNotContainPattern("run_\\d{8}_\\d{6}\\.[0-9a-f]{24}");
        assertThat(scene.tree()).isEqualTo(before);
    }

    @Test
    void takesNoTokenOfOtherParametersOtherInputsOrYesterday() throws IOException {
        String token = token();
        assertRefused("approval_stale", "--kpi-target", TARGET, "--max-iterations", "2", "--approve", token);
        scene.now = AoiScene.NOON.plusSeconds(24 * 3600 + 1);
        assertRefused("approval_stale", "--kpi-target", TARGET, "--approve", token);
        scene.now = AoiScene.NOON;
        Path saved = folder.resolve("saved.json");
        run("preflight", "--kpi-target", TARGET, "--save", saved.toString());
        Path spec = boards.resolve("specs/baseline_spec.yaml");
        Files.writeString(spec, Files.readString(spec) + "# other bytes\n");
        SortedMap<String, String> before = scene.tree();
        JsonNode refused = assertRefused("approval_stale", "--from", saved.toString(), "--approve", token);
        assertThat(refused.at("/error/message").asText()).contains("/inputs/specification/sha256: ");
        assertThat(scene.tree()).isEqualTo(before);
    }

    @Test
    void takesNoTokenOfAnotherRunOrOfATableWithAnotherByte() throws IOException {
        String token = token();
        String another = token.replaceFirst("run_\\d{8}_\\d{6}", "run_20260102_115959");
        assertRefused("approval_stale", "--kpi-target", TARGET, "--approve", another);
        assertRefused("usage", "--kpi-target", TARGET, "--approve", "go");
        Path table = boards.resolve("train/base/training_set.csv");
        Files.writeString(table, Files.readString(table).replace("\n", "\r\n"));
        SortedMap<String, String> before = scene.tree();
        assertRefused("approval_stale", "--kpi-target", TARGET, "--approve", token);
        assertThat(scene.tree()).isEqualTo(before);
    }

    @Tag("stress")
    @Test
    void takesOnlyTheKeysTokensInKeyedMode() throws IOException {
        String plain = token();
        Path key = Files.writeString(folder.resolve("key"), "a secret of the line's owner");
        Path guessed = Files.writeString(folder.resolve("guessed"), "a guess");
        Files.createDirectories(boards.resolve(".sync"));
        Files.writeString(boards.resolve(".sync/config.yaml"), "approval:\n  key_file: " + key + "\n");
        JsonNode preflight = scene.loop(0, "preflight", "--kpi-target", TARGET);
        assertThat(preflight.at("/data/token").isNull()).isTrue();
        assertRefused("approval_required", "--kpi-target", TARGET, "--approve", plain);
        assertRefused("approval_stale", "--kpi-target", TARGET, "--approve", keyed(guessed));
        scene.terminal = true;
        scene.input = UNREADABLE;
        assertRefused("approval_required", "--kpi-target", TARGET);
        scene.terminal = false;

        run("run", "--kpi-target", EASY, "--max-iterations", "1", "--approve", keyed(key, "--max-iterations", "1"));
        assertThat(approval()).contains("\"keyed\"");
        Files.delete(key);
        JsonNode keyless = scene.loop(2, "preflight", "--kpi-target", TARGET);
        assertThat(keyless.at("/error/code").asText()).isEqualTo("config_invalid");
    }

    private String keyed(Path key, String... more) {
        String target = more.length == 0 ? TARGET : EASY;
        Stream<String> asked = Stream.of("--kpi-target", target, "--issue-token", "--key", key.toString());
        return scene.loop(0, "preflight", Stream.concat(asked, Stream.of(more)).toArray(String[]::new))
                .at("/data/token")
                .asText();
    }

    @Test
    void startsAfterTheAnswerBelowTheSummaryAndKeepsIt() throws IOException {
        scene.terminal = true;
        scene.input =
                new ByteArrayInputStream(" Looks good \nand nobody reads this\n".getBytes(StandardCharsets.UTF_8));
        run("run", "--kpi-target", EASY, "--max-iterations", "1");
        assertThat(err()).contains("Type go, yes or looks good to approve:");
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
        scene.terminal = true;
        SortedMap<String, String> before = scene.tree();
        for (String answer : new String[] {"", "no\n", "go ahead\n"}) {
            scene.input = new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8));
            assertThat(scene.sync(scene.words("run", "--kpi-target", TARGET))).isEqualTo(2);
        }
        assertThat(scene.tree()).isEqualTo(before);
        assertThat(err()).contains("not approved; nothing was changed");
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
        SortedMap<String, String> before = scene.tree();
        JsonNode refused = scene.loop(2, "preflight", "--kpi-target", TARGET);
        assertThat(refused.at("/error/violations").toString())
                .contains("P1 config_invalid")
                .contains("P8 pregen_unpaired")
                .contains("P13 mining_pool_empty");
        assertThat(scene.tree()).isEqualTo(before);
    }

    @Test
    void findsAKpiPictureAmongThePregeneratedPairsBeforeAnythingIsApproved() throws IOException {
        SampleRow row = SampleTableFile.read(boards.resolve("kpi/testing_set.csv"))
                .rows()
                .get(0);
        Path picture = boards.resolve("kpi/images").resolve(row.inputPath()).resolve(row.objectName() + LIGHT);
        Files.copy(picture, firstPair(), StandardCopyOption.REPLACE_EXISTING);
        JsonNode refused = scene.loop(2, "preflight", "--kpi-target", TARGET);
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
            run(verb, "--help");
            assertThat(out())
                    .contains("--approve")
                    .doesNotContainPattern("--(force|yes|skip|no-approv|auto|unattended|assume|ci|batch-mode)\\b");
        }
    }

    private JsonNode assertRefused(String code, String... options) {
        JsonNode refused = scene.loop(2, "run", options);
        assertThat(refused.at("/error/code").asText()).isEqualTo(code);
        return refused;
    }

    private String token() {
        return scene.loop(0, "preflight", "--kpi-target", TARGET)
                .at("/data/token")
                .asText();
    }

    /** A command of the loop that is to end well. */
    private void run(String command, String... options) {
        assertThat(scene.sync(scene.words(command, options))).as(out() + err()).isZero();
    }

    private String out() {
        return scene.out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return scene.err.toString(StandardCharsets.UTF_8);
    }
}
