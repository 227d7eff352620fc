package dev.syncprotocol.aoi.rca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gaps that somebody else found, each with one thing that cannot be true. */
class GapCheckTest {
    private static final int TOP_K = 2;

    @TempDir
    private Path folder;

    private GapScene scene;

    @BeforeEach
    void draws() throws IOException {
        scene = GapScene.drawn(folder);
    }

    @Test
    void adoptsTheSameGapsInAnyOrderAndAnySpellingOfPathsAndLabels() throws IOException {
        GapOutcome built = analysed(rows -> rows);
        GapOutcome found = analysed(rows -> {
            List<GapRow> spelt = new ArrayList<>();
            rows.forEach(row -> spelt.add(new GapRow(
                    row.filepath().replace("/images/", "/images/./"),
                    row.label().equals("open") ? "Open" : row.label(),
                    (float) row.score(),
                    (float) row.weakness())));
            Collections.reverse(spelt);
            return spelt;
        });
        assertThat(found.gaps()).isEqualTo(built.gaps());
        assertThat(found.accounts()).isEqualTo(built.accounts());
    }

    @Test
    void measuresFromTheThresholdThatWasFound() throws IOException {
        GapOutcome outcome = GapAnalysis.analyse(order(), at(0.45));
        assertThat(outcome.threshold()).isEqualTo(0.45);
        assertThat(folder.resolve("rca/threshold.txt")).hasContent("0.45");
        assertThat(folder.resolve("rca/RCA_Report.md")).content().contains("rule container");
    }

    @Test
    void refusesAThresholdThatLetsADefectPass() {
        refuses(at(0.5), "its threshold 0.5 reaches recall 0.6666666666666666, not 1.0");
    }

    @Test
    void refusesAPictureThatIsNotInTheTable() {
        refuses(rows -> List.of(new GapRow("parts/C9_SolderLight.png", "PASS", 0.6, 0.4)), "C9_SolderLight.png");
    }

    @Test
    void refusesAPictureUnderAnotherLabel() {
        refuses(first(row -> new GapRow(row.filepath(), "short", row.score(), row.weakness())), "with label short");
    }

    @Test
    void refusesAPictureThatIsNamedTwice() {
        refuses(rows -> twice(rows), "C4_SolderLight.png once too often");
    }

    @Test
    void refusesAnotherScore() {
        refuses(
                first(row -> new GapRow(row.filepath(), row.label(), 0.71, row.weakness())),
                "the score 0.71, computed is 0.7");
    }

    @Test
    void refusesAnotherWeakness() {
        refuses(first(row -> new GapRow(row.filepath(), row.label(), row.score(), -0.5)), "the weakness -0.5");
        refuses(first(row -> new GapRow(row.filepath(), row.label(), row.score(), Double.NaN)), "the weakness NaN");
    }

    @Test
    void refusesASampleWithoutOneOfItsLights() {
        refuses(rows -> rows.subList(1, rows.size()), "it lacks light SolderLight of C4_SolderLight.png");
    }

    @Test
    void refusesAStrongSampleInPlaceOfAWeakOne() {
        refuses(
                rows -> rows.stream()
                        .map(row -> row.filepath().contains("C4_")
                                ? new GapRow(row.filepath().replace("C4_", "C1_"), row.label(), 0.1, -0.1)
                                : row)
                        .toList(),
                "it leaves out C2, weakness 0.0, and keeps a PASS of weakness -0.1");
    }

    /** Keeping fewer than it should is no lie about what is kept; the account of E2 finds it. */
    @Test
    void findsASampleThatVanishedByTheAccount() throws IOException {
        GapOutcome outcome = analysed(rows ->
                rows.stream().filter(row -> !row.filepath().contains("C3_")).toList());
        assertThatThrownBy(() -> outcome.accounts().get(0).check())
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SILENT_DROP));
    }

    private void refuses(UnaryOperator<List<GapRow>> fault, String words) {
        refuses(changed(fault), words);
    }

    private void refuses(GapFinder finder, String words) {
        SyncException refused = catchThrowableOfType(SyncException.class, () -> GapAnalysis.analyse(order(), finder));
        assertThat(refused.code()).isEqualTo(ErrorCode.ENGINE_FAILED);
        assertThat(refused).hasMessageContaining("is not believed: ").hasMessageContaining(words);
        assertThat(folder.resolve("rca/kpi_gaps.parquet")).doesNotExist();
    }

    private GapOutcome analysed(UnaryOperator<List<GapRow>> change) throws IOException {
        return GapAnalysis.analyse(order(), changed(change));
    }

    private static GapFinder changed(UnaryOperator<List<GapRow>> change) {
        return (order, table) -> {
            FoundGaps found = new BuiltInGaps().find(order, table);
            return new FoundGaps(found.threshold(), change.apply(found.rows()));
        };
    }

    /** The same samples, measured from another threshold. */
    private static GapFinder at(double threshold) {
        return (order, table) -> new FoundGaps(
                new StoredThreshold(threshold, threshold, StoredThreshold.Rule.CONTAINER),
                new BuiltInGaps()
                        .find(order, table).rows().stream()
                                .map(row -> new GapRow(
                                        row.filepath(),
                                        row.label(),
                                        row.score(),
                                        row.label().equals("PASS") ? row.score() - threshold : threshold - row.score()))
                                .toList());
    }

    private static UnaryOperator<List<GapRow>> first(UnaryOperator<GapRow> change) {
        return rows -> {
            List<GapRow> changed = new ArrayList<>(rows);
            changed.set(0, change.apply(rows.get(0)));
            return changed;
        };
    }

    private static List<GapRow> twice(List<GapRow> rows) {
        List<GapRow> twice = new ArrayList<>(rows);
        twice.add(rows.get(0));
        return twice;
    }

    private GapOrder order() throws IOException {
        return scene.order(TOP_K, 1, GapScene.ROWS);
    }
}
