package dev.syncprotocol.aoi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Reason;
import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetAssemblyTest {
    private static final Pictures TWO_LIGHTS = new Pictures(List.of("SolderLight", "WhiteLight"), ".png");
    private static final String BASE = """
            input_path,golden_path,label,object_name,project,boardname,batch
            parts,golden,PASS,0012,p,b1,night
            parts,golden,Open ,C2,p,b1,day
            """;
    private static final String MINED = """
            input_path,golden_path,label,object_name,provenance,filepath,similarity,nearest_target,target_count
            pool/images,pool/golden,PASS,C8,real,pool/images/C8_SolderLight.png,0.91,t,1
            synth/ng,synth/ok,short,C9,sdg,synth/ng/C9_SolderLight.png,0.97,t,2
            pool/images,pool/golden,PASS,C7,real,pool/images/C7_SolderLight.png,0.91,t,1
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void draw() throws IOException {
        byte[] picture = PictureFile.png(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB));
        for (String name : List.of(
                "kpi/images/parts/0012",
                "kpi/images/parts/C2",
                "kpi/images/golden/0012",
                "kpi/images/golden/C2",
                "pool/images/C7",
                "pool/images/C8",
                "pool/golden/C7",
                "pool/golden/C8",
                "synth/ng/C9",
                "synth/ok/C9")) {
            for (String light : TWO_LIGHTS.lights()) {
                Path file = folder.resolve(name + "_" + light + ".png");
                Files.createDirectories(file.getParent());
                Files.write(file, picture);
            }
        }
        Files.writeString(folder.resolve("validation_set.csv"), BASE);
    }

    @Test
    void putsBaseRowsFirstAndMinedRowsBySimilarityThenKey() throws IOException {
        AssemblyOutcome first = first();
        assertThat(first.csv()).hasFileName("train_combined_iter1.csv");
        assertThat(first.csv()).content().isEqualTo(String.join(",", SampleColumns.ALL) + """
                        ,batch
                        kpi/images/parts,kpi/images/golden,PASS,0012,p,b1,,,,,,,,,night
                        kpi/images/parts,kpi/images/golden,open,C2,p,b1,,,,,,,,,day
                        synth/ng,synth/ok,short,C9,,,,,,,,,,,
                        pool/images,pool/golden,PASS,C7,,,,,,,,,,,
                        pool/images,pool/golden,PASS,C8,,,,,,,,,,,
                        """);
        assertThat(first.provenanceCsv()).content().isEqualTo("""
                        row,input_path,object_name,label,source,origin_provenance,origin_iter,similarity
                        1,kpi/images/parts,0012,PASS,base_train,base,baseline,
                        2,kpi/images/parts,C2,open,base_train,base,baseline,
                        3,synth/ng,C9,short,mining_pool,sdg,iter1,0.97
                        4,pool/images,C7,PASS,mining_pool,real,iter1,0.91
                        5,pool/images,C8,PASS,mining_pool,real,iter1,0.91
                        """);
        first.accounts().forEach(EdgeAccount::check);
    }

    /** An absolute path is the same picture to the baseline and to every iteration. */
    @Test
    void leavesAnAbsolutePathOfABaseRowWithoutAPrefix() throws IOException {
        Path parts = folder.resolve("kpi/images/parts");
        AssemblyOutcome outcome = DatasetAssembly.assemble(
                order("iter1", table(BASE.replace("\nparts,", "\n" + parts + ",")), Optional.empty(), MINED));
        assertThat(outcome.table().rows().get(0).inputPath()).isEqualTo(parts.toString());
        assertThat(outcome.table().rows().get(0).goldenPath()).isEqualTo("kpi/images/golden");
        assertThat(MergeValidation.findings(outcome, folder, TWO_LIGHTS).faults())
                .isEmpty();
    }

    @Test
    void writesTheSameBytesAgain() throws IOException {
        AssemblyOutcome first = first();
        byte[] table = Files.readAllBytes(first.csv());
        byte[] provenance = Files.readAllBytes(first.provenanceCsv());
        first();
        assertThat(first.csv()).hasBinaryContent(table);
        assertThat(first.provenanceCsv()).hasBinaryContent(provenance);
    }

    @Test
    void startsALaterIterationFromTheCombinedTableAndKeepsItsOrigins() throws IOException {
        AssemblyOutcome second = second(first(), MINED.replace("C9", "C99").replace("C8", "C88"));
        assertThat(second.table().rows()).hasSize(7);
        assertThat(second.table().rows().get(0).inputPath())
                .as("the prefix once")
                .isEqualTo("kpi/images/parts");
        List<ProvenanceRow> rows = ProvenanceFile.read(second.provenanceCsv());
        assertThat(rows).isEqualTo(second.provenance());
        assertThat(rows.get(2))
                .isEqualTo(
                        new ProvenanceRow(3, "synth/ng", "C9", "short", "previous_iter_train", "sdg", "iter1", "0.97"));
        assertThat(rows.get(5).originIter()).isEqualTo("iter2");
    }

    @Test
    void dropsARowThatIsThereAlreadyAndCountsIt() throws IOException {
        AssemblyOutcome second = second(first(), MINED.replace("pool/images,", "./pool//images/,"));
        assertThat(second.duplicatesDropped()).isEqualTo(3);
        assertThat(second.table().rows()).hasSize(5);
        EdgeAccount account = second.accounts().get(0);
        account.check();
        assertThat(account.rejected().get(Reason.DUPLICATE_OF_PREVIOUS).at(new Origin("PASS", Origin.REAL)))
                .isEqualTo(2);
    }

    @Test
    void refusesTheProvenanceOfAnotherTable() throws IOException {
        AssemblyOutcome first = first();
        List<ProvenanceRow> rows = first.provenance();
        assertStops(
                ErrorCode.CSV_INVALID,
                () -> DatasetAssembly.assemble(order("iter2", first.table(), Optional.of(rows.subList(0, 4)), MINED)));
        ProvenanceRow base = rows.get(0);
        ProvenanceRow elsewhere = new ProvenanceRow(
                1, "kpi/images/other", base.objectName(), "PASS", "base_train", "base", "baseline", "");
        List<ProvenanceRow> moved = List.of(elsewhere, rows.get(1), rows.get(2), rows.get(3), rows.get(4));
        assertStops(
                ErrorCode.CSV_INVALID,
                () -> DatasetAssembly.assemble(order("iter2", first.table(), Optional.of(moved), MINED)));
        List<ProvenanceRow> swapped = List.of(rows.get(1), rows.get(0), rows.get(2), rows.get(3), rows.get(4));
        assertStops(
                ErrorCode.CSV_INVALID,
                () -> DatasetAssembly.assemble(order("iter2", first.table(), Optional.of(swapped), MINED)));
    }

    @Test
    void writesEvidenceThatItsSchemaTakes() throws IOException {
        AssemblyOutcome first = first();
        validation(first, new Overlaps(OptionalInt.of(0), OptionalInt.of(0), OptionalInt.empty()))
                .write(folder.resolve("dataset"));
        Path file = folder.resolve("dataset/merge_validation.json");
        SchemaValidator.load(
                SchemaId.AOI_MERGE_VALIDATION_V1,
                Files.readAllBytes(file),
                DocumentFormat.JSON,
                ErrorCode.EVIDENCE_CHANGED,
                "merge_validation.json");
        JsonNode tree = SyncJson.read(Files.readString(file));
        assertThat(tree.get("rows_checked").intValue()).isEqualTo(5);
        assertThat(tree.get("pictures_checked").intValue()).isEqualTo(20);
        assertThat(tree.get("train_csv_sha256").textValue())
                .isEqualTo(Sha256.ofFile(first.csv()).hex());
        assertThat(tree.get("train_benchmark_leakage_overlap_count").isNull()).isTrue();
    }

    @Test
    void stopsOnAPictureThatIsMissingUnderOneLightAndKeepsTheEvidence() throws IOException {
        Files.delete(folder.resolve("synth/ok/C9_WhiteLight.png"));
        AssemblyOutcome first = first();
        assertStops(ErrorCode.CSV_INVALID, () -> validation(first, none()).write(folder.resolve("dataset")));
        assertThat(evidence("missing_file_count")).isEqualTo(1);
    }

    @Test
    void stopsOnAFileThatIsNoPicture() throws IOException {
        Files.writeString(folder.resolve("pool/images/C7_SolderLight.png"), "", StandardCharsets.UTF_8);
        AssemblyOutcome first = first();
        assertStops(ErrorCode.CSV_INVALID, () -> validation(first, none()).write(folder.resolve("dataset")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pass", "PASS ", "", " "})
    void stopsOnALabelThatIsNoneOrOnlyLooksLikePass(String label) throws IOException {
        AssemblyOutcome outcome =
                DatasetAssembly.assemble(order("iter1", table(BASE.replace("Open ", label)), Optional.empty(), MINED));
        assertStops(ErrorCode.CSV_INVALID, () -> validation(outcome, none()).write(folder.resolve("dataset")));
        assertThat(evidence("noncanonical_label_count")).isEqualTo(1);
    }

    @Test
    void stopsWithoutAnyRow() throws IOException {
        String header = BASE.lines().findFirst().orElseThrow() + "\n";
        String mined = MINED.lines().findFirst().orElseThrow() + "\n";
        AssemblyOutcome outcome = DatasetAssembly.assemble(order("iter1", table(header), Optional.empty(), mined));
        assertStops(ErrorCode.CSV_INVALID, () -> validation(outcome, none()).write(folder.resolve("dataset")));
        assertThat(evidence("rows_checked")).isZero();
    }

    @Test
    void stopsWithoutBothClasses() throws IOException {
        AssemblyOutcome outcome = DatasetAssembly.assemble(
                order("iter1", table(BASE.replace("Open ", "PASS")), Optional.empty(), MINED.replace("short", "PASS")));
        assertStops(ErrorCode.TRAIN_NO_CLASS, () -> validation(outcome, none()).write(folder.resolve("dataset")));
    }

    @Test
    void stopsOnLeakageAndKeepsTheEvidence() throws IOException {
        AssemblyOutcome first = first();
        assertStops(
                ErrorCode.LEAKAGE,
                () -> validation(first, new Overlaps(OptionalInt.of(0), OptionalInt.of(0), OptionalInt.of(2)))
                        .write(folder.resolve("dataset")));
        assertThat(evidence("train_benchmark_leakage_overlap_count")).isEqualTo(2);
    }

    private AssemblyOutcome first() throws IOException {
        return DatasetAssembly.assemble(order("iter1", table(BASE), Optional.empty(), MINED));
    }

    private AssemblyOutcome second(AssemblyOutcome first, String mined) throws IOException {
        return DatasetAssembly.assemble(order(
                "iter2",
                SampleTableFile.read(first.csv()),
                Optional.of(ProvenanceFile.read(first.provenanceCsv())),
                mined));
    }

    private AssemblyOrder order(
            String phase, SampleTable previous, Optional<List<ProvenanceRow>> provenance, String mined)
            throws IOException {
        Path out = Files.createDirectories(folder.resolve("dataset"));
        return new AssemblyOrder(phase, previous, provenance, "kpi/images", table(mined), out);
    }

    private MergeValidation validation(AssemblyOutcome outcome, Overlaps overlaps) {
        return new MergeValidation(
                "iter1",
                outcome,
                MergeValidation.findings(outcome, folder, TWO_LIGHTS),
                overlaps,
                folder.resolve("validation_set.csv"),
                "0.1.0");
    }

    private int evidence(String field) throws IOException {
        return SyncJson.read(Files.readString(folder.resolve("dataset/merge_validation.json")))
                .get(field)
                .intValue();
    }

    private static Overlaps none() {
        return new Overlaps(OptionalInt.of(0), OptionalInt.of(0), OptionalInt.of(0));
    }

    private static SampleTable table(String text) {
        return SampleTableFile.parse("table.csv", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertStops(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
