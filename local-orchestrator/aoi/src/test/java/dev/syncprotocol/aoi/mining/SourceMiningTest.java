package dev.syncprotocol.aoi.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Reason;
import dev.syncprotocol.aoi.engine.EmbedderIdentity;
import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.pool.Provenance;
import dev.syncprotocol.aoi.pool.SourceSample;
import dev.syncprotocol.aoi.rca.GapFile;
import dev.syncprotocol.aoi.rca.GapRow;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors in the plane, so that every cosine is known by eye: 1,0 is a target; 4,3 is at exactly 0.8 of it. */
class SourceMiningTest {
    private static final Pictures SOLDER = new Pictures(List.of("SolderLight"), ".jpg");
    private static final EmbeddingSpace PLANE =
            EmbeddingSpace.plain(new EmbedderIdentity("descriptor", "", "64x64 grey", "none", 2));

    @TempDir
    Path folder;

    private final List<SourceSample> samples = new ArrayList<>();
    private final List<EmbeddedPicture> sources = new ArrayList<>();
    private final List<EmbeddedPicture> targets = new ArrayList<>();
    private MiningHistory history = MiningHistory.NONE;
    private OptionalInt previousKept = OptionalInt.empty();
    private List<String> kpiLabels = List.of();

    @BeforeEach
    void pool() {
        source("exact", "open", Provenance.SDG, 1, 0);
        source("near", "PASS", Provenance.REAL, 4, 3);
        source("far", "PASS", Provenance.REAL, 0, 1);
        source("opposite", "short", Provenance.SDG, -1, 0);
        target("T1", "open", 1, 0);
    }

    @Test
    void keepsTheNearestOfEachTargetAtOrAboveTheCutOff() throws IOException {
        MiningOutcome outcome = mine(settings(3, 0.8));
        assertThat(outcome.candidates()).isEqualTo(3);
        assertThat(outcome.kept()).as("the cut-off itself is kept").isEqualTo(2);
        assertThat(outcome.rejected()).isEqualTo(1);
        assertThat(outcome.mined().rows()).extracting(SampleRow::objectName).containsExactly("exact", "near");
        assertThat(outcome.summary()).isEqualTo("Mining (VCN): mined=2 source images for 1 targets");
        outcome.accounts().forEach(EdgeAccount::check);
        assertThat(file("knn_summary.csv"))
                .containsExactly(
                        "candidate_count,kept_count,rejected_count,similarity_threshold,metric,top_k_per_target,"
                                + "target_count,source_count,excluded_by_history,embedder",
                        "3,2,1,0.8,cosine,3,1,4,0,descriptor");
        assertThat(file("neighbours.csv"))
                .startsWith("target,rank,source,cosine")
                .contains("/w/kpi/T1_SolderLight.jpg,1,pool/exact_SolderLight.jpg,1.0")
                .hasSize(4);
        assertThat(ParquetFile.read(folder.resolve("out/mined.parquet")).texts("filepath"))
                .containsExactly("pool/exact_SolderLight.jpg", "pool/near_SolderLight.jpg");
    }

    /** What the public check scripts look for (specification §19). */
    @Test
    void hasTheColumnsThePublicChecksLookFor() throws IOException {
        mine(settings(3, 0.8));
        assertThat(columns("target_embeddings.parquet")).startsWith("filepath TEXT", "embedding VECTOR");
        assertThat(columns("mined.parquet")).containsExactly("filepath TEXT");
        assertThat(file("knn_summary.csv")).as("a header and one row").hasSize(2);
    }

    /** K first, cut-off second: a sample above the cut-off that no target chose is not kept. */
    @Test
    void cutsAfterTheTopKNotBefore() throws IOException {
        MiningOutcome outcome = mine(settings(1, 0.5));
        assertThat(outcome.candidates()).isEqualTo(1);
        assertThat(outcome.kept()).isEqualTo(1);
    }

    /** Whatever the pictures look like: kept + rejected = candidates, at most K a target, each sample once. */
    @Test
    void findsNoMoreThanKSamplesATarget() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 40; i++) {
            source("s" + i, i % 3 == 0 ? "open" : "PASS", Provenance.REAL, random.nextFloat(), random.nextFloat());
        }
        for (int i = 2; i <= 8; i++) {
            target("T" + i, "open", random.nextFloat(), random.nextFloat());
        }
        for (int k = 1; k <= 6; k++) {
            MiningOutcome outcome = mine(settings(k, 0.999));
            assertThat(outcome.candidates()).isBetween(k, k * targets.size());
            assertThat(outcome.kept() + outcome.rejected()).isEqualTo(outcome.candidates());
            assertThat(names(outcome)).hasSize(outcome.kept()).doesNotHaveDuplicates();
            assertThat(file("neighbours.csv")).hasSize(1 + k * targets.size());
            outcome.accounts().forEach(EdgeAccount::check);
        }
    }

    @Test
    void countsASampleOnceHoweverManyTargetsChooseIt() throws IOException {
        target("T2", "open", 4, 3);
        target("T3", "open", 1, 0);
        MiningOutcome outcome = mine(settings(2, 0.9));
        assertThat(outcome.kept()).isEqualTo(2);
        assertThat(file("mining_pool.csv").get(0))
                .isEqualTo(String.join(",", SampleColumns.ALL)
                        + ",provenance,filepath,similarity,nearest_target,target_count");
        assertThat(file("mining_pool.csv").get(1))
                .endsWith(",sdg,pool/exact_SolderLight.jpg,1.0,/w/kpi/T1_SolderLight.jpg,3");
        assertThat(file("mining_pool.csv").get(2))
                .contains("pool/near_SolderLight.jpg,")
                .endsWith("T2_SolderLight.jpg,3");
        assertThat(file("mining_summary.txt")).contains("Queries: 3", "Duplicates removed: 4", "  open sdg: 1");
    }

    @Test
    void takesTheSampleWithTheSmallerKeyOfEqualOnes() throws IOException {
        source("aaa", "open", Provenance.REAL, 1, 0);
        source("zzz", "open", Provenance.REAL, 1, 0);
        assertThat(names(mine(settings(1, 0.9)))).containsExactly("aaa");
        assertThat(names(mine(settings(2, 0.9)))).containsExactly("aaa", "exact");
    }

    @Test
    void leavesOutWhatEarlierIterationsUsed() throws IOException {
        MiningSettings one = settings(1, 0.5);
        history = MiningHistory.NONE.with("iter1", List.of("pool/exact"));
        MiningOutcome second = mine(one, "iter2");
        assertThat(names(second)).containsExactly("near");
        assertThat(second.excludedByHistory()).isEqualTo(1);
        second.accounts().forEach(EdgeAccount::check);
        assertThat(second.accounts()
                        .get(1)
                        .rejected()
                        .get(Reason.EXCLUDED_BY_HISTORY)
                        .total())
                .isEqualTo(1);
        history = second.historyAfter();
        assertThat(history.keys()).containsEntry("iter2", List.of("pool/near"));
        assertThat(names(mine(one, "iter2")))
                .as("done again, its own entry does not count")
                .containsExactly("near");
        assertThat(names(mine(one, "iter1")))
                .as("replayed, later ones do not count")
                .containsExactly("exact");
        MiningOutcome repeated = mine(new MiningSettings(1, 0.5, KnnMetric.COSINE, false, false), "iter3");
        assertThat(names(repeated)).containsExactly("exact");
    }

    /** Below the cut-off a sample was not used: a later iteration may find it near enough. */
    @Test
    void remembersWhatItKeptAndNotWhatItRejected() throws IOException {
        MiningOutcome outcome = mine(settings(2, 0.9));
        assertThat(outcome.rejected()).isEqualTo(1);
        assertThat(outcome.historyAfter().keys()).containsEntry("iter1", List.of("pool/exact"));
    }

    @Test
    void readsBackTheHistoryItWrote() throws IOException {
        MiningHistory written =
                MiningHistory.NONE.with("iter1", List.of("b", "a")).with("iter2", List.of());
        written.write(folder.resolve("mining_history.json"));
        assertThat(MiningHistory.read(folder.resolve("mining_history.json"))).isEqualTo(written);
        assertThat(written.keys().get("iter1")).containsExactly("a", "b");
        assertThat(MiningHistory.read(folder.resolve("absent.json"))).isEqualTo(MiningHistory.NONE);
    }

    @Test
    void comparesOnlyPicturesOfTheTargetsLabelWhenAsked() throws IOException {
        MiningOutcome outcome = mine(new MiningSettings(3, 0.5, KnnMetric.COSINE, true, true));
        assertThat(outcome.mined().rows()).extracting(SampleRow::objectName).containsExactly("exact");
        outcome.accounts().forEach(EdgeAccount::check);
        assertThat(outcome.accounts().get(1).rejected().get(Reason.LABEL_FILTER).total())
                .isEqualTo(3);
        assertThat(file("mining_summary.txt")).contains("Label filter: 1 pairs kept, 3 dropped");
    }

    /** A container may write labels as it likes; they are compared upper-case. */
    @Test
    void comparesLabelsWhateverTheirLetterCase() throws IOException {
        EmbeddedPicture target = targets.get(0);
        targets.set(
                0, new EmbeddedPicture(target.filepath(), target.light(), target.sampleKey(), "OPEN", target.vector()));
        assertThat(names(mine(new MiningSettings(3, 0.5, KnnMetric.COSINE, true, true))))
                .containsExactly("exact");
    }

    @Test
    void refusesALabelFilterWithoutLabelsOnEitherSide() {
        MiningSettings byLabel = new MiningSettings(3, 0.5, KnnMetric.COSINE, true, true);
        target("T2", "", 1, 0);
        assertStops(ErrorCode.LABEL_FILTER_IMPOSSIBLE, () -> mine(byLabel));
        targets.remove(1);
        source("unlabelled", "", Provenance.REAL, 1, 0);
        assertStops(ErrorCode.LABEL_FILTER_IMPOSSIBLE, () -> mine(byLabel));
    }

    @Test
    void comparesOnlyPicturesOfOneLight() throws IOException {
        SourceSample near = samples.get(1);
        sources.add(
                new EmbeddedPicture("pool/near_WhiteLight.jpg", "WhiteLight", near.sampleKey(), "PASS", vector(1, 0)));
        MiningOutcome outcome = mine(settings(5, 0.9));
        assertThat(outcome.mined().rows()).extracting(SampleRow::objectName).containsExactly("exact");
    }

    @Test
    void cutsNothingForADistance() throws IOException {
        for (KnnMetric metric : List.of(KnnMetric.EUCLIDEAN, KnnMetric.MANHATTAN)) {
            MiningOutcome outcome = mine(new MiningSettings(2, 0.9, metric, false, true));
            assertThat(outcome.kept()).isEqualTo(2);
            assertThat(file("knn_summary.csv").get(1)).isEqualTo("2,2,0,," + metric.word() + ",2,1,4,0,descriptor");
        }
    }

    @Test
    void warnsOfLabelsWithoutSourcesOfADropAndOfNothingNew() throws IOException {
        target("T2", "tombstone", 0, -1);
        kpiLabels = List.of("short", "shift");
        previousKept = OptionalInt.of(5);
        assertThat(mine(settings(2, 0.9)).warnings())
                .containsExactly(
                        "target label TOMBSTONE has no row in the source pool",
                        "KPI label SHIFT has no row in the source pool",
                        "mining kept 1 samples, the iteration before 5: a drop of 80.0 %");
        previousKept = OptionalInt.empty();
        history = MiningHistory.NONE.with(
                "iter1", samples.stream().map(SourceSample::sampleKey).toList());
        assertThat(mine(settings(2, 0.9), "iter2").warnings())
                .contains("mining kept nothing: this iteration trains on the rows of the one before");
    }

    /** Half is not less than half. */
    @Test
    void warnsOfADropToLessThanHalf() throws IOException {
        previousKept = OptionalInt.of(2);
        assertThat(mine(settings(1, 0.9)).warnings()).isEmpty();
        previousKept = OptionalInt.of(3);
        assertThat(mine(settings(1, 0.9)).warnings())
                .containsExactly("mining kept 1 samples, the iteration before 3: a drop of 66.7 %");
    }

    @Test
    void refusesTargetsAndSourcesThatWereEmbeddedDifferently() {
        EmbeddingSpace other = EmbeddingSpace.plain(new EmbedderIdentity("encoder", "", "64x64 grey", "none", 2));
        assertStops(ErrorCode.ENCODER_MISMATCH, () -> mine(settings(1, 0.9), "iter1", other));
    }

    @Test
    void refusesAVectorWithoutADirection() {
        for (float[] broken :
                List.of(vector(0, 0), vector(Float.NaN, 1), vector(1, Float.POSITIVE_INFINITY), new float[] {1})) {
            EmbeddedPicture good = targets.get(0);
            targets.set(0, new EmbeddedPicture(good.filepath(), "SolderLight", "T1", "open", broken));
            assertStops(ErrorCode.EMBEDDING_INVALID, () -> mine(settings(1, 0.9)));
            targets.set(0, good);
            EmbeddedPicture source = sources.get(0);
            sources.set(0, new EmbeddedPicture(source.filepath(), "SolderLight", source.sampleKey(), "open", broken));
            assertStops(ErrorCode.EMBEDDING_INVALID, () -> mine(settings(1, 0.9)));
            sources.set(0, source);
        }
    }

    @Test
    void findsATargetThatWasNotEmbedded() throws IOException {
        Path gaps = gaps();
        targets.clear();
        MiningOutcome outcome =
                SourceMining.mine(order(settings(1, 0.9), "iter1", PLANE, gaps), NeighbourFinder.BUILT_IN);
        assertThatThrownBy(() -> outcome.accounts().get(0).check()).hasMessageContaining("E8: 1 rows of open/kpi");
    }

    @Test
    void findsASampleOfThePoolThatWasNotEmbedded() throws IOException {
        sources.remove(2);
        MiningOutcome outcome = mine(settings(1, 0.9));
        assertThatThrownBy(() -> outcome.accounts().get(1).check()).hasMessageContaining("E9: 2 rows of PASS/real");
    }

    @Test
    void findsAnEmbeddedSampleThatIsNotInThePool() {
        samples.remove(2);
        assertStops(ErrorCode.SILENT_DROP, () -> mine(settings(1, 0.9)));
    }

    @Test
    void writesTheSameBytesAgain() throws IOException {
        target("T2", "PASS", 0.6f, 0.8f);
        mine(settings(3, 0.7));
        Path first = folder.resolve("first");
        Files.move(folder.resolve("out"), first);
        mine(settings(3, 0.7));
        try (var files = Files.list(first)) {
            List<Path> written = files.toList();
            assertThat(written).hasSize(6);
            written.forEach(file -> assertThat(folder.resolve("out").resolve(file.getFileName()))
                    .hasSameBinaryContentAs(file));
        }
    }

    private static List<String> names(MiningOutcome outcome) {
        return outcome.mined().rows().stream().map(SampleRow::objectName).toList();
    }

    private void source(String name, String label, Provenance provenance, float x, float y) {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put(SampleColumns.INPUT_PATH, "pool");
        cells.put(SampleColumns.GOLDEN_PATH, "golden");
        cells.put(SampleColumns.LABEL, label);
        cells.put(SampleColumns.OBJECT_NAME, name);
        String filepath = "pool/" + name + "_SolderLight.jpg";
        samples.add(new SourceSample(new SampleRow(0, cells), provenance, filepath, "pool/" + name));
        sources.add(new EmbeddedPicture(filepath, "SolderLight", "pool/" + name, label, vector(x, y)));
    }

    private void target(String name, String label, float x, float y) {
        String filepath = "/w/kpi/" + name + "_SolderLight.jpg";
        targets.add(new EmbeddedPicture(filepath, "SolderLight", "/w/kpi/" + name, label, vector(x, y)));
    }

    private static float[] vector(float x, float y) {
        return new float[] {x, y};
    }

    private static MiningSettings settings(int k, double minSimilarity) {
        return new MiningSettings(k, minSimilarity, KnnMetric.COSINE, false, true);
    }

    private MiningOutcome mine(MiningSettings settings) throws IOException {
        return mine(settings, "iter1");
    }

    private MiningOutcome mine(MiningSettings settings, String phase) throws IOException {
        return mine(settings, phase, PLANE);
    }

    private MiningOutcome mine(MiningSettings settings, String phase, EmbeddingSpace targetSpace) throws IOException {
        return SourceMining.mine(order(settings, phase, targetSpace, gaps()), NeighbourFinder.BUILT_IN);
    }

    private MiningOrder order(MiningSettings settings, String phase, EmbeddingSpace targetSpace, Path gaps)
            throws IOException {
        return new MiningOrder(
                phase,
                gaps,
                new Embeddings(targetSpace, targets),
                new Embeddings(PLANE, sources),
                samples,
                SOLDER,
                history,
                settings,
                previousKept,
                kpiLabels,
                Files.createDirectories(folder.resolve("out")));
    }

    private Path gaps() throws IOException {
        Path gaps = folder.resolve("mining_gaps.parquet");
        GapFile.write(
                gaps,
                targets.stream()
                        .map(target -> new GapRow(target.filepath(), target.label(), 0.5, 0.1))
                        .toList());
        return gaps;
    }

    private List<String> columns(String name) throws IOException {
        return ParquetFile.read(folder.resolve("out").resolve(name)).columns().stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
    }

    private List<String> file(String name) throws IOException {
        return Files.readAllLines(folder.resolve("out").resolve(name));
    }

    private static void assertStops(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
