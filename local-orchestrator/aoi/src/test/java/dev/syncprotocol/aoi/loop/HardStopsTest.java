package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.dataset.MergeValidation;
import dev.syncprotocol.aoi.log.EntryStatus;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.preflight.ContainerOffer;
import dev.syncprotocol.aoi.preflight.EngineOffer;
import dev.syncprotocol.aoi.preflight.LoopWishes;
import dev.syncprotocol.aoi.rca.GapOrder;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.tao.FakeContainers;
import dev.syncprotocol.aoi.tao.TaoFixture;
import dev.syncprotocol.aoi.tao.TaoServices;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.ErrorKind;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link PlantedStop} is the table; here is what holds for every line of it. */
class HardStopsTest {
    /** Specification §6.2, as it is written there. */
    private static final List<String> NAMES = List.of(
            "pregen_missing",
            "pregen_empty",
            "pregen_unpaired",
            "mining_pool_missing",
            "mining_pool_empty",
            "pregen_mutated",
            "mining_pool_rewritten",
            "leakage",
            "silent_drop",
            "amp_allocation_mismatch",
            "csv_invalid",
            "reference_missing",
            "kpi_undefined",
            "recall_unreachable",
            "routing_empty",
            "embedding_invalid",
            "encoder_mismatch",
            "label_filter_impossible",
            "train_no_steps",
            "train_no_class",
            "benchmark_changed",
            "path_rule");

    @TempDir
    private static Path drawn;

    private static SmallBoards untouched;

    @TempDir
    private Path folder;

    private LoopScene scene;

    @BeforeAll
    static void draws() throws IOException {
        untouched = SmallBoards.drawnIn(drawn);
    }

    @BeforeEach
    void copies() throws IOException {
        scene = new LoopScene(untouched.copiedTo(folder));
    }

    @Test
    void plantsEveryNameOfTheSpecificationAndNoOther() {
        assertThat(Arrays.stream(PlantedStop.values())
                        .map(stop -> stop.code.word())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(Arrays.stream(ErrorCode.values())
                        .filter(HardStops::isHardStop)
                        .map(ErrorCode::word))
                .containsExactlyInAnyOrderElementsOf(NAMES);
    }

    static Stream<PlantedStop> inALoop() {
        return Arrays.stream(PlantedStop.values()).filter(PlantedStop::arisesInALoop);
    }

    @ParameterizedTest
    @MethodSource("inALoop")
    void stopsTheLoopForGood(PlantedStop stop) throws IOException {
        if (stop == PlantedStop.WEAK_SAMPLES_WITHOUT_LABELS) {
            scene.wishes(SmallBoards.labelled(2));
        }
        scene.run();
        stop.plant(scene);
        assertStopped(stop.code, catchThrowableOfType(SyncException.class, scene::goOn), stop.exit, stop.names);
        assertNothingIsHandedOver();
        assertNotRetried("hard_stop:" + stop.code.word());
    }

    /** What a pre-flight can see it refuses, and changes nothing. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "FOLDER_OF_DEFECTS_GONE",
                "FOLDER_OF_PARTNERS_EMPTY",
                "PARTNER_MISSING",
                "STEM_TWICE",
                "POOL_TABLE_GONE",
                "POOL_WITHOUT_ROWS",
                "POOL_GROWS_BY_KPI_PICTURES",
                "VALIDATION_ROW_AMONG_TRAINING_ROWS",
                "PAIRS_ASKED_FOR_THAT_ARE_NOT_THERE",
                "TRAINING_PICTURE_GONE",
                "KPI_SET_WITHOUT_DEFECTS",
                "TRAINING_ROWS_ALL_PASS",
                "SPECIFICATION_LEADS_OUTSIDE"
            })
    void isRefusedBeforeAnyApprovalToo(PlantedStop stop) throws IOException {
        stop.happen(scene);
        SortedMap<String, String> before = files();
        SyncException refused = catchThrowableOfType(SyncException.class, scene::run);
        assertThat(refused).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(stop.code);
        assertThat(exit(refused)).isEqualTo(stop.exit);
        assertThat(files()).isEqualTo(before);
    }

    /** {@link PlantedStop#VERSIONS_FILE_GONE}: what names the containers is part of what the program works by. */
    @Test
    void isRefusedBeforeAnyApprovalWhereTheSkillBankIsNotWhole() throws IOException {
        PlantedStop stop = PlantedStop.VERSIONS_FILE_GONE;
        FakeContainers docker = FakeContainers.with(TaoFixture.images());
        LoopWishes wishes = SmallBoards.unreachable(1);
        EngineOffer offer = new ContainerOffer(scene.workspace(), Optional.empty(), Map.of(), docker).offer(wishes);
        SortedMap<String, String> before = files();
        SyncException refused = catchThrowableOfType(SyncException.class, () -> scene.summary(offer));
        assertNames(stop.code, refused, stop.exit, stop.names);
        assertThat(files()).isEqualTo(before);
    }

    /** {@link PlantedStop#NO_THRESHOLD_HAS_THE_RECALL}. */
    @Test
    void isToldByTheContainersAnalysisWhereNoThresholdHasTheRecall() {
        PlantedStop stop = PlantedStop.NO_THRESHOLD_HAS_THE_RECALL;
        FakeContainers docker = FakeContainers.with(TaoFixture.images());
        docker.unreachable = true;
        GapOrder order = new GapOrder(
                "baseline",
                folder.resolve("inference.csv"),
                folder.resolve("spec.yaml"),
                folder,
                new Pictures(List.of(), ".png"),
                1,
                50,
                folder);
        TaoServices services = new TaoServices(TaoFixture.settings(folder), docker);
        SyncException told = catchThrowableOfType(SyncException.class, () -> services.gaps(order));
        assertNames(stop.code, told, stop.exit, stop.names);
        assertThat(folder.resolve(stop.names)).exists();
        assertThat(folder.resolve("kpi_gaps.parquet")).doesNotExist();
    }

    /** A15: the counts of what is wrong are written before it is refused. */
    @Test
    void leavesTheEvidenceOfAPictureThatVanished() throws IOException {
        scene.run();
        PlantedStop.TRAINING_PICTURE_GONE.plant(scene);
        assertThat(catchThrowableOfType(SyncException.class, scene::goOn)).isNotNull();

        Path evidence = scene.run().folder().dataset(Phase.BASELINE.next()).resolve(MergeValidation.FILE);
        JsonNode found = SyncJson.read(Files.readString(evidence));
        assertThat(found.path("missing_file_count").asInt()).isPositive();
        assertThat(found.path("train_val_leakage_overlap_count").isNull()).isTrue();
    }

    @Test
    void leavesTheEvidenceOfATrainingPictureThatVanishedInPlace() throws IOException {
        PlantedStop.TRAINING_PICTURE_GONE.plant(scene);
        catchThrowableOfType(SyncException.class, scene::goOn);
        Path evidence = scene.run().folder().dataset(Phase.BASELINE.next()).resolve(MergeValidation.FILE);
        JsonNode found = SyncJson.read(Files.readString(evidence));
        assertThat(found.path("missing_file_count").asInt()).isPositive();
        assertThat(found.path("train_val_leakage_overlap_count").isNull()).isTrue();
    }

    @Test
    void takesAnEngineThatFailsForTheEndToo() throws IOException {
        scene.training(made -> {
            throw new SyncException(ErrorCode.ENGINE_FAILED, "the container ended with 137");
        });
        assertStopped(
                ErrorCode.ENGINE_FAILED, catchThrowableOfType(SyncException.class, scene::goOn), 7, "ended with 137");
        assertNothingIsHandedOver();
        assertNotRetried("error");
    }

    /** The process dies between the stage's line and the loop's: the next one completes the log and refuses as after both. */
    @Test
    void isAStopThoughTheProcessDiesBetweenItsTwoLines() throws IOException {
        scene.training(made -> {
            throw new SyncException(ErrorCode.ENGINE_FAILED, "the container ended with 137");
        });
        for (int life = 1; scene.entries().isEmpty(); life++) {
            DyingClock clock = new DyingClock(life);
            assertThatThrownBy(() -> scene.goOn(clock)).isInstanceOf(DyingClock.Death.class);
        }
        assertThat(scene.entries()).hasSize(1);
        assertThatThrownBy(() -> IntactPart.of(scene.run(), SmallBoards.NOON)).hasMessageContaining("stopped for good");

        scene.engine(new CellDifferences());
        assertThat(scene.goOnRefused()).isEqualTo(ErrorCode.HARD_STOPPED);
        List<LogEntry> entries = scene.entries();
        assertThat(entries).extracting(LogEntry::step).containsExactly("baseline train", "baseline loop_stop");
        assertThat(entries.get(1).record().set().path("code").asText()).isEqualTo("engine_failed");
        assertThat(Files.readString(scene.run().folder().root().resolve("DEFT_Loop_Report.html")))
                .contains("No model is handed over after a stop like this.");
        assertNotRetried("error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prestage", "baseline evaluate", "iter1 data_mining"})
    void logsNothingAtAnInterruptAndGoesOn(String step) throws IOException {
        scene.wishes(SmallBoards.unreachable(1)).before(step, () -> {
            throw new SyncException(ErrorCode.INTERRUPTED, "interrupted");
        });
        SyncException end = catchThrowableOfType(SyncException.class, scene::goOn);
        assertThat(end.code()).isEqualTo(ErrorCode.INTERRUPTED);
        assertThat(scene.entries())
                .allMatch(entry -> entry.record().status() == EntryStatus.OK)
                .noneMatch(entry -> (entry.phase() + " " + entry.stage().word()).equals(step));
        assertThat(scene.goOn().reason()).isEqualTo("max_iterations");
    }

    private void assertStopped(ErrorCode code, SyncException stop, int exit, String names) throws IOException {
        assertNames(code, stop, exit, names);
        List<LogEntry> entries = scene.entries();
        LogEntry failed = entries.get(entries.size() - 2);
        LogEntry last = entries.get(entries.size() - 1);
        assertThat(failed.record().status()).isEqualTo(EntryStatus.ERROR);
        assertThat(failed.record().summary()).startsWith(code.word() + ": ").contains(names);
        assertThat(last.stage()).isEqualTo(LoopStage.LOOP_STOP);
        assertThat(last.record().status()).isEqualTo(EntryStatus.ERROR);
        assertThat(last.record().set().path("code").asText()).isEqualTo(code.word());
        assertThat(entries.subList(0, entries.size() - 2))
                .allMatch(entry -> entry.record().status() == EntryStatus.OK);
    }

    private static void assertNames(ErrorCode code, SyncException stop, int exit, String names) {
        assertThat(stop).as("it went on").isNotNull();
        assertThat(stop.code()).as(stop.getMessage()).isEqualTo(code);
        assertThat(exit(stop)).isEqualTo(exit);
        assertThat(stop.getMessage()).contains(names);
    }

    private void assertNothingIsHandedOver() throws IOException {
        Path run = scene.run().folder().root();
        assertThat(scene.run().folder().bestModel()).doesNotExist();
        assertThat(run.resolve("best_model_inference_spec.yaml")).doesNotExist();
        assertThat(run.resolve("DEFT_Loop_Report.html")).exists();
    }

    private void assertNotRetried(String reason) throws IOException {
        SortedMap<String, String> before = files();
        SyncException again = catchThrowableOfType(SyncException.class, scene::goOn);
        assertThat(again.code()).isEqualTo(ErrorCode.HARD_STOPPED);
        assertThat(again.getMessage()).contains(reason);
        assertThat(files()).isEqualTo(before);
    }

    private SortedMap<String, String> files() throws IOException {
        return SmallBoards.files(scene.workspace().root());
    }

    /** The product's table of exit codes is the command line's; what it says of these is fixed by the specification. */
    private static int exit(SyncException stop) {
        return Map.of(ErrorKind.FAILED, 1, ErrorKind.REFUSED, 2, ErrorKind.INTEGRITY, 6, ErrorKind.ENGINE_FAILED, 7)
                .get(stop.endKind());
    }
}
