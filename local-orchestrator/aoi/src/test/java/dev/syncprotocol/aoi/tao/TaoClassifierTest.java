package dev.syncprotocol.aoi.tao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.TinyBoards;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the adaptor believes, refuses and writes down; the contract of every engine is {@link TaoClassifierContractTest}. */
class TaoClassifierTest {
    private static final EngineProgress QUIET = (what, done, of, detail) -> {};

    @TempDir
    Path folder;

    private TinyBoards boards;
    private FakeContainers docker;
    private TaoClassifier engine;

    @BeforeEach
    void draws() throws IOException {
        boards = TinyBoards.drawn(folder);
        docker = FakeContainers.with(TaoFixture.images());
        engine = new TaoClassifier(TaoFixture.settings(folder), docker);
    }

    @Test
    void refusesAContainerThatEndsWellAndTrainsNothing() throws IOException {
        docker.idle = true;
        TrainOrder order = order();

        assertRefused(() -> engine.train(order, QUIET), ErrorCode.TRAIN_NO_STEPS, "left 0 checkpoints");
    }

    @Test
    void refusesAContainerThatEndsWellAndScoresNothing() throws IOException {
        docker.idle = true;
        InferOrder order = scoring();

        assertRefused(() -> engine.infer(order, QUIET), ErrorCode.ENGINE_FAILED, "left no");
    }

    @Test
    void showsTheEndOfAFailedContainersLog() throws IOException {
        docker.failures.put("visual_changenet train", 3);
        TrainOrder order = order();

        assertRefused(
                () -> engine.train(order, QUIET),
                ErrorCode.ENGINE_FAILED,
                "sync-20261121_120000-baseline-train ended with 3:\nvisual_changenet train: failed as asked");
    }

    @Test
    void findsARowThatAContainerLeftOut() throws IOException {
        InferOrder order = scoring();
        TaoClassifier losing = new TaoClassifier(TaoFixture.settings(folder), call -> {
            ContainerResult result = docker.run(call);
            dropLastRow(order.outputDir().resolve("inference.csv"));
            return result;
        });

        assertRefused(
                () -> losing.infer(order, QUIET), ErrorCode.SILENT_DROP, "has 23 rows, the table it scored has 24");
    }

    @Test
    void findsRowsThatAContainerReordered() throws IOException {
        InferOrder order = scoring();
        TaoClassifier shuffling = new TaoClassifier(TaoFixture.settings(folder), call -> {
            ContainerResult result = docker.run(call);
            swapTwoRows(order.outputDir().resolve("inference.csv"));
            return result;
        });

        assertRefused(() -> shuffling.infer(order, QUIET), ErrorCode.SILENT_DROP, "inference.csv:2");
    }

    @Test
    void writesEachCallIntoTheCommandsOfItsPhase() throws IOException {
        engine.train(order(), QUIET);
        engine.infer(scoring(), QUIET);

        List<JsonNode> lines = Files.readAllLines(folder.resolve("baseline/commands.jsonl")).stream()
                .map(SyncJson::read)
                .toList();
        assertThat(lines)
                .extracting(line -> line.path("container").asText())
                .containsExactly(
                        "sync-20261121_120000-baseline-train", "sync-20261121_120000-baseline-inference-latest");
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.path("argv").get(0).asText()).isEqualTo("docker");
            assertThat(line.path("image_id").asText()).isEqualTo("sha256:" + "1".repeat(64));
            assertThat(line.path("exit_code").asInt()).isZero();
            assertThat(line.has("duration_ms")).isTrue();
        });
    }

    @Test
    void writesAFailedCallDownToo() throws IOException {
        docker.failures.put("visual_changenet train", 3);
        TrainOrder order = order();

        assertThatThrownBy(() -> engine.train(order, QUIET)).isInstanceOf(SyncException.class);
        assertThat(Files.readString(folder.resolve("baseline/commands.jsonl"))).contains("\"exit_code\":3");
    }

    @Test
    void leavesASecretInNoFileAndNoError() throws IOException {
        docker.failures.put("visual_changenet inference", 1);
        engine.train(order(), QUIET);
        InferOrder order = scoring();
        TaoClassifier telling = new TaoClassifier(TaoFixture.settings(folder), call -> {
            ContainerResult result = docker.run(call);
            return new ContainerResult(
                    result.exitCode(), result.output() + " token " + TaoFixture.TOKEN, result.duration());
        });

        assertThatThrownBy(() -> telling.infer(order, QUIET))
                .hasMessageContaining("token ***")
                .hasMessageNotContaining(TaoFixture.TOKEN);
        for (Path file : TinyBoards.filesBelow(folder).values()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain(TaoFixture.TOKEN);
        }
    }

    @Test
    void showsNoSecretWhenPrinted() {
        TaoSettings settings = TaoFixture.settings(folder);

        assertThat(List.of(
                        settings.toString(),
                        ContainerCall.task("n", List.of("docker"), settings.secrets(), folder)
                                .toString(),
                        new TaoCredentials(settings.secrets()).toString()))
                .noneMatch(text -> text.contains(TaoFixture.TOKEN));
    }

    @Test
    void ignoresTheLinkToTheLastCheckpoint() throws IOException {
        assertThat(engine.train(order(), QUIET).checkpoints())
                .extracting(checkpoint -> checkpoint.file().getFileName().toString())
                .containsExactly("model_epoch_000_step_00006.pth", "model_epoch_001_step_00012.pth");
    }

    @Test
    void givesContainersTheFolderTheyLookForAndTakesItAway() throws IOException {
        TrainOrder order = order();
        TaoClassifier watching = new TaoClassifier(TaoFixture.settings(folder), call -> {
            if (call.container().isPresent()) {
                assertThat(order.trainDir().resolve("experiment_specs")).isEmptyDirectory();
            }
            return docker.run(call);
        });

        watching.train(order, QUIET);

        assertThat(order.trainDir().resolve("experiment_specs")).doesNotExist();
    }

    @Test
    void stopsBeforeAContainerWhoseImageIsGone() throws IOException {
        docker.images.clear();
        TrainOrder order = order();

        assertRefused(() -> engine.train(order, QUIET), ErrorCode.ENGINE_UNAVAILABLE, "docker image inspect");
        assertThat(docker.calls).noneMatch(call -> call.container().isPresent());
    }

    private TrainOrder order() throws IOException {
        return boards.training("train", boards.spec());
    }

    private InferOrder scoring() throws IOException {
        Path checkpoint = Files.writeString(folder.resolve("model_epoch_000_step_00006.pth"), "weights");
        return boards.scoring("inference", boards.spec(), checkpoint);
    }

    private static void dropLastRow(Path csv) {
        rewrite(csv, lines -> lines.subList(0, lines.size() - 1));
    }

    private static void swapTwoRows(Path csv) {
        rewrite(csv, lines -> {
            List<String> swapped = new ArrayList<>(lines);
            Collections.swap(swapped, 1, 2);
            return swapped;
        });
    }

    private static void rewrite(Path csv, UnaryOperator<List<String>> change) {
        if (!Files.exists(csv)) {
            return;
        }
        try {
            Files.write(csv, change.apply(Files.readAllLines(csv)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
