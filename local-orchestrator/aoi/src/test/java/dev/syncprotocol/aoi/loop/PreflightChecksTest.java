package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.aoi.approval.RunId;
import dev.syncprotocol.aoi.engine.EngineProbe;
import dev.syncprotocol.aoi.preflight.EngineOffer;
import dev.syncprotocol.aoi.preflight.LoopWishes;
import dev.syncprotocol.aoi.preflight.Preflight;
import dev.syncprotocol.aoi.preflight.PreflightOrder;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.aoi.weights.ModelHub;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of a pre-flight, a fault planted for each; nothing is changed by any of them. */
class PreflightChecksTest {
    private static final EngineOffer OFFER = EngineOffer.of(new CellDifferences().probe());

    @TempDir
    Path folder;

    private SmallBoards boards;
    private AoiWorkspace workspace;

    @BeforeEach
    void drawn() throws IOException {
        boards = SmallBoards.drawnIn(folder);
        workspace = boards.workspace();
    }

    @Test
    void tellsFaultsOfEveryInputAtOnceEachWithItsFile() throws IOException {
        change(workspace.trainingCsv(), row -> row.line() == 3 ? row.with("label", "pass") : row);
        change(workspace.kpiCsv(), row -> row.with("label", "PASS"));
        Files.delete(first(workspace.pregenOk()));
        Files.writeString(workspace.miningPoolCsv(), "input_path,golden_path,label,object_name\n");
        Files.delete(workspace.validationCsv());

        assertThat(refusal(ErrorCode.CONFIG_INVALID))
                .anyMatch(words -> words.startsWith("P1 config_invalid") && words.contains("validation_set.csv"))
                .anyMatch(words -> words.startsWith("P11 csv_invalid in train/base/training_set.csv: label"))
                .anyMatch(words -> words.startsWith("P12 kpi_undefined") && words.contains("kpi/testing_set.csv"))
                .anyMatch(words -> words.startsWith("P8 pregen_unpaired in augmentation/anomalygen: "))
                .anyMatch(
                        words -> words.startsWith("P13 mining_pool_empty in augmentation/mining_pool/mining_pool.csv"));
    }

    @Test
    void tellsFaultsOfTheTablesBesideThoseOfTheSpecification() throws IOException {
        Files.writeString(workspace.baselineSpec(), "task: segment\n");
        Files.writeString(workspace.kpiCsv(), "input_path,label\n");
        Files.delete(workspace.miningPoolCsv());
        SmallBoards.delete(workspace.pregenNg());

        assertThat(refusal(ErrorCode.CONFIG_INVALID))
                .anyMatch(words -> words.startsWith("P7 config_invalid in specs/baseline_spec.yaml: "))
                .anyMatch(words -> words.startsWith("P11 csv_invalid in kpi/testing_set.csv: csv"))
                .anyMatch(words -> words.startsWith("P13 mining_pool_missing"))
                .anyMatch(words -> words.startsWith("P8 pregen_missing"));
    }

    @Test
    void tellsALeakBesideAPictureThatIsNone() throws IOException {
        SampleTable training = SampleTableFile.read(workspace.trainingCsv());
        SampleRow leaked = training.rows().get(0);
        change(workspace.validationCsv(), row -> row.line() == 2 ? new SampleRow(2, leaked.cells()) : row);
        Path pair = first(workspace.pregenNg());
        Files.writeString(pair, "no picture");

        assertThat(refusal(ErrorCode.CSV_INVALID))
                .anyMatch(words -> words.startsWith("P8 csv_invalid in augmentation/anomalygen: input_path")
                        && words.contains(String.valueOf(pair.getFileName())))
                .anyMatch(words -> words.startsWith("P11 leakage"));
    }

    @Test
    void namesAPoolPictureThatIsMissing() throws IOException {
        SampleRow row = SampleTableFile.read(workspace.miningPoolCsv()).rows().get(0);
        SmallBoards.delete(workspace.miningPool().resolve(row.inputPath()));

        assertThat(refusal(ErrorCode.CSV_INVALID))
                .anyMatch(
                        words -> words.startsWith("P13 csv_invalid in augmentation/mining_pool/mining_pool.csv: input")
                                && words.contains("no file"));
    }

    @Test
    void refusesAnAllocationThatIsNotWhatLiesThere() throws IOException {
        Files.writeString(workspace.defectSpec(), "{\"defect_type\":\"open\",\"count\":999}\n");

        assertThat(refusal(ErrorCode.AMP_ALLOCATION_MISMATCH))
                .anyMatch(words -> words.startsWith(
                        "P15 amp_allocation_mismatch in " + "augmentation/anomalygen/defect_spec.jsonl"));
    }

    @Test
    void refusesPathsOutsideAndForeignBackbones() throws IOException {
        String spec = Files.readString(workspace.baselineSpec());
        Files.writeString(
                workspace.baselineSpec(),
                spec.replace("sync_siamese_small", "c_radio_v2_vit_base_patch16_224")
                        + "extra:\n  output: /results/x\n");

        assertThat(refusal(ErrorCode.PATH_RULE))
                .anyMatch(words -> words.startsWith("P7 path_rule"))
                .anyMatch(words -> words.startsWith("P16 config_invalid"));
    }

    @Test
    void refusesAnEngineThatIsNotThereAndAnEmbedderOfAnother() {
        EngineOffer absent = EngineOffer.of(new EngineProbe(false, "none", List.of(), List.of("no engine lies here")));
        LoopWishes wishes = SmallBoards.unreachable(1);
        LoopWishes siglip = SmallBoards.withEmbedder(wishes, "siglip");

        assertThat(refusal(ErrorCode.ENGINE_UNAVAILABLE, absent, siglip))
                .anyMatch(words -> words.startsWith("P6 engine_unavailable"))
                .anyMatch(words -> words.startsWith("P14 engine_unavailable"));
    }

    @Test
    void warnsOfABatchThatTheGpusAreTooSmallForAndOfADefectWithoutSource() throws IOException {
        EngineOffer small = new EngineOffer(
                new CellDifferences().probe(), List.of(), 1, Optional.of(4), List.of(), List.of(), ModelHub.STANDARD);
        change(workspace.kpiCsv(), row -> row.label().equals("PASS") ? row : row.with("label", "lifted_lead"));

        List<String> warnings =
                Preflight.check(order(small, SmallBoards.unreachable(1))).warnings();

        assertThat(warnings)
                .anyMatch(words -> words.startsWith("P9: batch_size"))
                .anyMatch(words -> words.startsWith("P13: no source row has the label lifted_lead"));
    }

    @Test
    void refusesADiskWithLessThanTwiceWhatStagingWrites() throws IOException {
        String needed = refusalOnADiskWith(0).replaceAll(".*expected (\\d+) free bytes.*", "$1");
        long twice = Long.parseLong(needed);

        assertThat(twice).isPositive().isEven();
        assertThat(refusalOnADiskWith(twice - 1))
                .startsWith("P10 preflight_failed: ")
                .endsWith("found " + (twice - 1));
        assertThat(Preflight.check(onADiskWith(twice)).warnings()).isNotNull();
    }

    private String refusalOnADiskWith(long bytes) {
        SyncException refused = catchThrowableOfType(SyncException.class, () -> Preflight.check(onADiskWith(bytes)));
        assertThat(refused.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
        return words(refused.violations().get(0));
    }

    private PreflightOrder onADiskWith(long bytes) {
        PreflightOrder usual = order(OFFER, SmallBoards.unreachable(2));
        return new PreflightOrder(
                usual.workspace(), usual.wishes(), usual.run(), usual.engine(), usual.product(), any -> bytes);
    }

    private List<String> refusal(ErrorCode code) throws IOException {
        var before = SmallBoards.files(boards.root);
        List<String> words = refusal(code, OFFER, SmallBoards.unreachable(2));
        assertThat(SmallBoards.files(boards.root)).isEqualTo(before);
        return words;
    }

    private List<String> refusal(ErrorCode code, EngineOffer offer, LoopWishes wishes) {
        SyncException refused = catchThrowableOfType(SyncException.class, () -> Preflight.check(order(offer, wishes)));
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        return refused.violations().stream().map(PreflightChecksTest::words).toList();
    }

    private PreflightOrder order(EngineOffer offer, LoopWishes wishes) {
        return new PreflightOrder(workspace, wishes, RunId.proposedAt(SmallBoards.NOON.instant()), offer, "test");
    }

    private static String words(Violation fault) {
        return fault.rule() + ": expected " + fault.expected() + ", found " + fault.found();
    }

    private static void change(Path csv, UnaryOperator<SampleRow> change) throws IOException {
        SampleTable table = SampleTableFile.read(csv);
        SampleTableFile.write(
                csv,
                new SampleTable(
                        table.columns(), table.rows().stream().map(change).toList()));
    }

    private static Path first(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().findFirst().orElseThrow();
        }
    }
}
