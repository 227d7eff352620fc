package dev.syncprotocol.aoi.rca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Reason;
import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.parquet.ParquetTable;
import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GapAnalysisTest {
    private static final GapFinder BUILT_IN = new BuiltInGaps();

    @TempDir
    Path folder;

    private GapScene scene;

    @BeforeEach
    void draw() throws IOException {
        scene = GapScene.drawn(folder);
    }

    @Test
    void measuresWeaknessFromTheThresholdAndKeepsTheWeakestOfEachLabel() throws IOException {
        GapOutcome outcome = GapAnalysis.analyse(order(2, 1), BUILT_IN);
        assertThat(outcome.threshold()).isEqualTo(0.2);
        List<GapRow> gaps = GapFile.read(outcome.gapsParquet());
        assertThat(gaps).isEqualTo(outcome.gaps()).hasSize(10);
        assertThat(gaps)
                .extracting(gap -> Path.of(gap.filepath()).getFileName() + " " + gap.label())
                .startsWith("C4_SolderLight.png PASS", "C4_WhiteLight.png PASS", "C3_SolderLight.png PASS")
                .contains("C5_SolderLight.png open", "C7_WhiteLight.png short");
        assertThat(gaps.get(0).weakness()).isEqualTo(0.5, within(1e-15));
        assertThat(gaps.get(4).weakness()).as("NG: threshold minus score").isEqualTo(-0.3, within(1e-15));
        assertThat(gaps).allMatch(gap -> Path.of(gap.filepath()).isAbsolute());
        assertThat(gaps).allMatch(gap -> Files.isRegularFile(Path.of(gap.filepath())));
        assertThat(outcome.targetDefects()).as("the weakest defect first").containsExactly("open", "short");
        assertThat(outcome.summary()).isEqualTo("RCA (VCN): threshold=0.2 recall=1.0; gaps=10 rows across 3 labels");
    }

    /** What the public check scripts look for (specification §19). */
    @Test
    void hasTheColumnsThePublicChecksLookFor() throws IOException {
        ParquetTable gaps =
                ParquetFile.read(GapAnalysis.analyse(order(2, 1), BUILT_IN).gapsParquet());
        assertThat(gaps.columns())
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly("filepath TEXT", "label TEXT", "siamese_score DOUBLE", "weakness DOUBLE");
    }

    /** What the public section check asks of the report: headings in order, at least so many lines of tables, words, terms. */
    @Test
    void hasTheSectionsThePublicSectionCheckLooksFor() throws IOException {
        GapAnalysis.analyse(order(50, 1), BUILT_IN);
        String report = Files.readString(folder.resolve("rca/RCA_Report.md"));
        List<String> sections = List.of(report.split("\n## ")).subList(1, 8);
        assertThat(sections)
                .extracting(section -> section.lines().findFirst().orElseThrow())
                .containsExactly(
                        "1. Verdict",
                        "2. Threshold selection",
                        "3. Weakness distribution",
                        "4. Top-K weakest per label",
                        "5. Visual spot check",
                        "6. Per-label breakdown",
                        "7. Recommended actions");
        assertSection(sections.get(0), 0, "Chosen threshold: 0.2", "KPI", "weak");
        assertSection(sections.get(1), 4, "Chosen threshold: 0.2", "recall", "precision", "F1", "Confusion", "TP=3");
        assertSection(sections.get(2), 1, "Mean weakness", "misclassified");
        assertSection(sections.get(3), 5, "weakness", "siamese_score");
        assertSection(sections.get(4), 5, "![](", "verdict");
        assertSection(sections.get(5), 0, "misclassified", "marginal", "- open: 1 (14.3%)");
        assertSection(sections.get(6), 0, "Relabel", "Augment", "kpi_gaps.parquet");
    }

    private static void assertSection(String section, int tableLines, String... terms) {
        assertThat(section).contains(terms);
        assertThat(section.split("\\s+")).hasSizeGreaterThanOrEqualTo(43);
        assertThat(section.lines().filter(line -> line.startsWith("| ")).count())
                .isGreaterThanOrEqualTo(tableLines);
    }

    @Test
    void accountsForEveryRowItDoesNotKeep() throws IOException {
        List<EdgeAccount> accounts = GapAnalysis.analyse(order(1, 1), BUILT_IN).accounts();
        accounts.forEach(EdgeAccount::check);
        Origin pass = new Origin("PASS", Origin.KPI);
        assertThat(accounts.get(0).in().at(pass)).isEqualTo(4);
        assertThat(accounts.get(0).rejected().get(Reason.NOT_IN_TOP_K).at(pass)).isEqualTo(3);
        assertThat(accounts.get(1).in().at(pass)).as("samples times lights").isEqualTo(2);
    }

    @Test
    void countsASampleExactlyAtTheThresholdAsRight() throws IOException {
        GapOutcome outcome = GapAnalysis.analyse(order(50, 1), BUILT_IN);
        LabelWeakness pass = outcome.labels().get(0);
        assertThat(pass.label()).isEqualTo("PASS");
        assertThat(pass.misclassified()).isEqualTo(2);
        assertThat(pass.maxWeakness()).isEqualTo(0.5, within(1e-15));
        assertThat(pass.medianWeakness()).isEqualTo((0 + 0.4) / 2, within(1e-15));
        assertThat(pass.meanWeakness()).isEqualTo((-0.1 + 0 + 0.4 + 0.5) / 4, within(1e-15));
        assertThat(breakdown())
                .containsExactly(
                        "Weak samples: 7 samples x 2 lights = 14 rows",
                        "PASS: 4 (57.1%) — 2 misclassified, 2 marginal",
                        "open: 1 (14.3%) — 0 misclassified, 1 marginal",
                        "short: 2 (28.6%) — 0 misclassified, 2 marginal");
    }

    @Test
    void ordersEqualWeaknessByPathAndName() throws IOException {
        String rows = GapScene.ROWS.replace("C3,b1,0.6", "C3,b1,0.7").replace("C1,b1,0.1", "C1,b1,0.7");
        GapOutcome outcome = GapAnalysis.analyse(order(2, 1, rows), BUILT_IN);
        assertThat(outcome.gaps())
                .extracting(gap -> Path.of(gap.filepath()).getFileName().toString())
                .startsWith("C1_SolderLight.png", "C1_WhiteLight.png", "C3_SolderLight.png");
    }

    @Test
    void writesThresholdMetricsReportAndPictures() throws IOException {
        GapAnalysis.analyse(order(50, 1), BUILT_IN);
        Path out = folder.resolve("rca");
        assertThat(out.resolve("threshold.txt")).content().isEqualTo("0.2\n");
        JsonNode metrics = SyncJson.read(Files.readString(out.resolve("metrics.json")));
        assertThat(metrics.at("/confusion_matrix").toString()).isEqualTo("{\"tp\":3,\"fp\":2,\"tn\":2,\"fn\":0}");
        assertThat(metrics.at("/per_label/short/total").intValue()).isEqualTo(2);
        assertThat(metrics.at("/per_label/PASS/n_misclassified").intValue()).isEqualTo(2);
        assertThat(Files.readString(out.resolve("RCA_Report.md")))
                .contains("4 PASS and 3 NG pictures in `rca_images/` (there are no more)")
                .contains("![](rca_images/01_PASS_C4.png)");
        List<String> review = Files.readAllLines(out.resolve("rca_images/review.csv"));
        assertThat(review).hasSize(8);
        assertThat(review.get(0)).endsWith(",verdict");
        assertThat(review.get(1)).startsWith("01_PASS_C4.png,").endsWith(",");
        BufferedImage thumbnail = PictureFile.read(out.resolve("rca_images/01_PASS_C4.png"));
        assertThat(List.of(thumbnail.getWidth(), thumbnail.getHeight())).containsExactly(128, 128);
    }

    @Test
    void writesTheSameBytesAgain() throws IOException {
        GapAnalysis.analyse(order(3, 1), BUILT_IN);
        Path out = folder.resolve("rca");
        Path kept = folder.resolve("first");
        Files.move(out, kept);
        GapAnalysis.analyse(order(3, 1), BUILT_IN);
        try (Stream<Path> files = Files.walk(kept)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(out.resolve(kept.relativize(file))).hasSameBinaryContentAs(file);
            }
        }
    }

    @Test
    void saysWhatTheModelReachesWhenTheRecallCannotBeReached() throws IOException {
        GapOrder impossible = order(50, 1.01);
        assertThatThrownBy(() -> GapAnalysis.analyse(impossible, BUILT_IN))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECALL_UNREACHABLE));
        assertThat(folder.resolve("rca/unreachable_kpi.txt")).content().contains("reaches recall 1.0");
        assertThat(folder.resolve("rca/kpi_gaps.parquet")).doesNotExist();
    }

    @Test
    void refusesATopKThatKeepsNothing() {
        assertThatThrownBy(() -> order(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> breakdown() throws IOException {
        return Files.readAllLines(folder.resolve("rca/weak_samples_breakdown.txt"));
    }

    private GapOrder order(int topK, double minRecall) throws IOException {
        return order(topK, minRecall, GapScene.ROWS);
    }

    private GapOrder order(int topK, double minRecall, String rows) throws IOException {
        return scene.order(topK, minRecall, rows);
    }
}
