package dev.syncprotocol.djl.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.syncprotocol.aoi.engine.CheckpointFolder;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.InferOutcome;
import dev.syncprotocol.aoi.engine.ScoreKind;
import dev.syncprotocol.aoi.engine.TinyBoards;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.spec.ModelSettings.Difference;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedClassifierTest {
    private static final EngineProgress QUIET = (what, done, of, detail) -> {};
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final EmbeddedClassifier ENGINE = new EmbeddedClassifier(1, NOON);

    @TempDir
    Path folder;

    private TinyBoards boards;

    @BeforeEach
    void draws() throws IOException {
        boards = TinyBoards.drawn(folder);
    }

    /** Red when goldens are compared with themselves, or when labels are swapped. */
    @ParameterizedTest
    @EnumSource(Difference.class)
    void learnsToTellDefectsFromGoodBoardsItHasNotSeen(Difference difference) throws IOException {
        SpecDocument spec = spec(difference, "num_epochs: 2", "num_epochs: 8");

        TrainOutcome outcome = train("train", spec);
        SampleTable scored =
                SampleTableFile.read(infer("inference", spec, outcome).inferenceCsv());

        assertThat(outcome.steps()).isEqualTo(8 * 48 / 8);
        double lowestDefect = scored.rows().stream()
                .filter(row -> !row.label().equals("PASS"))
                .mapToDouble(EmbeddedClassifierTest::score)
                .min()
                .orElseThrow();
        assertThat(scored.rows().stream()
                        .filter(row -> row.label().equals("PASS"))
                        .filter(row -> score(row) < lowestDefect))
                .hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @CsvSource({"LEARNABLE,LOGIT", "EUCLIDEAN,DISTANCE"})
    void saysWhatItsScoresAre(Difference difference, ScoreKind kind) throws IOException {
        SpecDocument spec = spec(difference);

        assertThat(infer("inference", spec, train("train", spec)).scoreKind()).isEqualTo(kind);
    }

    @Test
    void namesCheckpointsByEpochAndStepsAndDescribesThemInside() throws IOException {
        TrainOutcome outcome = train("train", boards.spec());

        assertThat(outcome.checkpoints())
                .extracting(checkpoint -> checkpoint.file().getFileName().toString())
                .containsExactly("model_epoch_000_step_00006.safetensors", "model_epoch_001_step_00012.safetensors");
        Map<String, String> metadata = SafeTensors.read(latest(outcome)).metadata();
        assertThat(metadata)
                .containsEntry("architecture", "sync_siamese_small")
                .containsEntry("epoch", "1")
                .containsEntry("step", "12")
                .containsEntry("lights", "Solder,White")
                .containsEntry(
                        "val_loss",
                        String.valueOf(
                                outcome.checkpoints().get(1).validationLoss().getAsDouble()))
                .containsKeys("structure_sha256", "spec_sha256");
    }

    /** Boards wide enough that libtorch shares every convolution among its threads (specification §12.2). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void givesTheSameBytesForTheSameSeedAndThreads(int threads) throws IOException {
        EmbeddedClassifier engine = new EmbeddedClassifier(threads, NOON);
        SpecDocument spec = boards.spec("image_width: 16", "image_width: 64", "image_height: 16", "image_height: 64");

        for (String name : List.of("one", "two")) {
            TrainOutcome outcome = engine.train(boards.training(name, spec), QUIET);
            engine.infer(boards.scoring("inference-" + name, spec, latest(outcome)), QUIET);
        }

        assertSameFiles("inference-one", "inference-two");
        assertSameFiles("one", "two");
        assertThat(folder.resolve("baseline/one/status.json")).content().contains("cpu, " + threads + " threads");
    }

    @Test
    void givesOtherBytesForAnotherSeed() throws IOException {
        SpecDocument spec = boards.spec();
        SpecDocument other = boards.spec("seed: 7", "seed: 8");

        Path one = infer("inference-one", spec, train("one", spec)).inferenceCsv();
        Path two = infer("inference-two", other, train("two", other)).inferenceCsv();

        assertThat(Files.readString(two)).isNotEqualTo(Files.readString(one));
    }

    /** A sample's score must not depend on who shares its batch: batch norm in training mode would make it so. */
    @Test
    void scoresARowAloneAsAmongOthers() throws IOException {
        SpecDocument spec = boards.spec();
        TrainOutcome outcome = train("train", spec);
        SampleTable all = SampleTableFile.read(infer("all", spec, outcome).inferenceCsv());
        SampleTable kpi = SampleTableFile.read(boards.csvFile("kpi"));
        SampleTableFile.write(
                boards.csvFile("one"), new SampleTable(kpi.columns(), kpi.rows().subList(3, 4)));

        InferOutcome alone = ENGINE.infer(boards.scoring("one", spec, latest(outcome), boards.location("one")), QUIET);

        double score = score(SampleTableFile.read(alone.inferenceCsv()).rows().get(0));
        assertThat(score).isCloseTo(score(all.rows().get(3)), offset(1e-4));
    }

    @Test
    void keepsTheWeightsOfAFrozenEncoder() throws IOException {
        Path start = latest(train("train", boards.spec()));
        SpecDocument spec = boards.spec(
                "type: sync_siamese_small",
                "type: sync_siamese_small\n    freeze_backbone: true",
                "seed: 7",
                "seed: 7\n  pretrained_model_path: " + start);

        Map<String, Tensor> before = SafeTensors.read(start).tensors();
        Map<String, Tensor> after =
                SafeTensors.read(latest(train("frozen", spec))).tensors();

        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((name, tensor) -> {
            if (name.startsWith("encoder.")) {
                assertThat(tensor).as(name).isEqualTo(before.get(name));
            }
        });
        assertThat(after.get("head.weight")).isNotEqualTo(before.get("head.weight"));
    }

    /** Red when the start checkpoint is read and not used, or used without its running statistics. */
    @Test
    void goesOnFromACheckpoint() throws IOException {
        String[] still = {"lr: 3E-3", "lr: 1E-9", "num_epochs: 2", "num_epochs: 1"};
        TrainOutcome learnt = train("train", boards.spec("num_epochs: 2", "num_epochs: 4"));
        String[] from = {"seed: 7", "seed: 7\n  pretrained_model_path: " + latest(learnt)};

        double fresh = validationLoss(train("fresh", boards.spec(still)));
        double again = validationLoss(train("again", boards.spec(concat(from, still))));

        assertThat(again).isLessThan(fresh / 2);
    }

    @Test
    void refusesTheBackboneOfAnotherEngine() throws IOException {
        SpecDocument spec = boards.spec("sync_siamese_small", "c_radio_v2_vit_base_patch16_224");

        assertRefused(() -> train("train", spec), ErrorCode.CONFIG_INVALID, "c_radio_v2_vit_base_patch16_224");
    }

    @Test
    void refusesACheckpointMadeForAnotherLayout() throws IOException {
        TrainOutcome outcome = train("train", boards.spec());
        SpecDocument grid = boards.spec("concat_type: linear", "concat_type: grid\n    grid_map: {x: 2, y: 1}");

        assertRefused(
                () -> infer("inference", grid, outcome),
                ErrorCode.CONFIG_INVALID,
                "columns 1, the specification says 2");
    }

    @Test
    void refusesACheckpointWhoseDescriptionWasChanged() throws IOException {
        TrainOutcome outcome = train("train", boards.spec());
        SafeTensors read = SafeTensors.read(latest(outcome));
        Map<String, String> metadata = new TreeMap<>(read.metadata());
        metadata.put("columns", "2");
        Path forged = folder.resolve("forged.safetensors");
        new SafeTensors(read.tensors(), metadata).write(forged);
        InferOrder order = boards.scoring("inference", boards.spec(), forged);

        assertRefused(() -> ENGINE.infer(order, QUIET), ErrorCode.CHECKPOINT_DAMAGED, "forged.safetensors");
    }

    @Test
    void refusesAFileThatIsNoPicture() throws IOException {
        Files.writeString(folder.resolve("train/train005_White.png"), "no picture");

        assertRefused(() -> train("train", boards.spec()), ErrorCode.CSV_INVALID, "train005_White.png");
    }

    @Test
    void saysInTheStatusThatItFailed() throws IOException {
        Files.delete(folder.resolve("validation/validation003_White.png"));
        TrainOrder order = boards.training("train", boards.spec());

        assertRefused(() -> ENGINE.train(order, QUIET), ErrorCode.CSV_INVALID, "validation003_White.png");
        assertThat(Files.readAllLines(order.trainDir().resolve("status.json")))
                .last()
                .asString()
                .contains("\"status\":\"FAILURE\"");
    }

    private SpecDocument spec(Difference difference, String... changes) {
        String[] all = Arrays.copyOf(changes, changes.length + 4);
        boolean learnable = difference == Difference.LEARNABLE;
        all[changes.length] = "loss: ce";
        all[changes.length + 1] = learnable ? "loss: ce" : "loss: contrastive";
        all[changes.length + 2] = "difference_module: learnable";
        all[changes.length + 3] = learnable ? "difference_module: learnable" : "difference_module: euclidean";
        return boards.spec(all);
    }

    private TrainOutcome train(String name, SpecDocument spec) throws IOException {
        return ENGINE.train(boards.training(name, spec), QUIET);
    }

    private InferOutcome infer(String name, SpecDocument spec, TrainOutcome outcome) throws IOException {
        return ENGINE.infer(boards.scoring(name, spec, latest(outcome)), QUIET);
    }

    private static double validationLoss(TrainOutcome outcome) {
        return outcome.checkpoints().get(0).validationLoss().getAsDouble();
    }

    private void assertSameFiles(String one, String two) throws IOException {
        SortedMap<String, Path> first =
                TinyBoards.filesBelow(folder.resolve("baseline").resolve(one));
        SortedMap<String, Path> second =
                TinyBoards.filesBelow(folder.resolve("baseline").resolve(two));
        assertThat(second).containsOnlyKeys(first.keySet()).isNotEmpty();
        first.forEach((name, file) -> assertThat(second.get(name)).as(name).hasSameBinaryContentAs(file));
    }

    private static String[] concat(String[] first, String[] second) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(String[]::new);
    }

    private static Path latest(TrainOutcome outcome) {
        return CheckpointFolder.latest(outcome.checkpoints()).orElseThrow().file();
    }

    private static double score(SampleRow row) {
        return Double.parseDouble(row.cell("siamese_score"));
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
