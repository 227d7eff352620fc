package dev.syncprotocol.aoi.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KpiReportTest {
    @TempDir
    Path folder;

    @Test
    void writesEveryFileTheSameWayTwice() throws IOException {
        KpiAnalysis analysis = analysis();
        new KpiReport(analysis, "logit", 40).write(folder.resolve("one"));
        new KpiReport(analysis, "logit", 40).write(folder.resolve("two"));
        for (String file : KpiReport.FILES) {
            assertThat(folder.resolve("one").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("two").resolve(file));
        }
        try (var files = Files.list(folder.resolve("one"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(KpiReport.FILES);
        }
    }

    /** The public analysis' columns, in its order (specification §8.9). */
    @Test
    void hasTheColumnsOfThePublicAnalysis() throws IOException {
        KpiAnalysis analysis = analysis();
        new KpiReport(analysis, "logit", 40).write(folder.resolve("out"));
        assertThat(lines("threshold_metrics.csv").get(0))
                .isEqualTo("threshold,tp,fp,tn,fn,precision,recall,f1,accuracy,far,predicted_no_pass_count,"
                        + "actual_no_pass_count,actual_pass_count");
        assertThat(lines("threshold_metrics.csv"))
                .hasSize(1 + analysis.sweep().points().size());
        assertThat(lines("best_f1_missed_no_pass_samples.csv").get(0))
                .isEqualTo("object_name,label,siamese_score,analysis_row_index,analysis_score,analysis_threshold,"
                        + "analysis_actual_label_group,analysis_predicted_label_group,analysis_outcome");
    }

    @Test
    void writesSmallAndLargeScoresInFullSoThatTheyReadBackAsTheSame() throws IOException {
        List<Double> scores = List.of(1.25e-9, 1e-5, 3e7, 1e-300);
        StringBuilder table = new StringBuilder("object_name,label,siamese_score\n");
        scores.forEach(score -> table.append("C1,PASS,").append(score).append('\n'));
        Path csv = Files.writeString(folder.resolve("inference.csv"), table + "C9,open,4e7\n");

        new KpiReport(KpiAnalysis.of(ScoredTableFile.read(csv, ScoreColumns.DEFAULTS), 1), "logit", 40)
                .write(folder.resolve("out"));

        List<String> thresholds = lines("threshold_metrics.csv").stream()
                .skip(2)
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
        assertThat(thresholds).containsExactly("1E-300", "0.00000000125", "0.00001", "30000000.0", "40000000.0");
        assertThat(thresholds).map(Double::valueOf).containsAll(scores);
    }

    @Test
    void listsTheDefectsTheBestF1ThresholdMissesWeakestFirst() throws IOException {
        Path csv = Files.writeString(folder.resolve("inference.csv"), """
                object_name,label,siamese_score
                0012,open,0.2
                "a, b",open,0.1
                C3,PASS,0.3
                C4,PASS,0.3
                C5,PASS,0.3
                C6,short,0.9
                C7,short,0.9
                """);
        KpiAnalysis analysis = KpiAnalysis.of(ScoredTableFile.read(csv, ScoreColumns.DEFAULTS), 1);
        new KpiReport(analysis, "logit", 40).write(folder.resolve("out"));
        assertThat(analysis.bestF1().threshold()).isLessThan(0.1);
        assertThat(lines("best_f1_missed_no_pass_samples.csv")).hasSize(1);
        Files.writeString(csv, Files.readString(csv).replace("C5,PASS,0.3", "C5,PASS,0.3\nC8,PASS,0.3\nC9,PASS,0.3"));
        new KpiReport(KpiAnalysis.of(ScoredTableFile.read(csv, ScoreColumns.DEFAULTS), 1), "logit", 40)
                .write(folder.resolve("out"));
        assertThat(lines("best_f1_missed_no_pass_samples.csv").subList(1, 3))
                .containsExactly(
                        "\"a, b\",open,0.1,3,0.1,0.3,NO_PASS,PASS,MISSED_NO_PASS",
                        "0012,open,0.2,2,0.2,0.3,NO_PASS,PASS,MISSED_NO_PASS");
    }

    @Test
    void saysThresholdsInFullInTheSummary() throws IOException {
        Path csv = Files.writeString(
                folder.resolve("inference.csv"), "label,siamese_score\nPASS,0.1234566\nopen,0.12345690\n");
        new KpiReport(KpiAnalysis.of(ScoredTableFile.read(csv, ScoreColumns.DEFAULTS), 1), "logit", 40)
                .write(folder.resolve("out"));
        assertThat(Files.readString(folder.resolve("out/summary.txt")))
                .contains("Best threshold that hits 100% recall:", "  threshold: 0.1234566 (0x1.f9ada0b79b0c6p-4)")
                .contains("true miss rate at most 95.000%")
                .contains("tie mass: 0 PASS and 1 NO_PASS rows");
    }

    @Test
    void takesTheTwoZerosForOneScoreWhenItOrdersMissedSamples() throws IOException {
        Path csv = Files.writeString(
                folder.resolve("inference.csv"),
                "label,siamese_score\nopen,0.0\nopen,-0.0\n" + "PASS,0.5\n".repeat(9) + "open,1\n");
        new KpiReport(KpiAnalysis.of(ScoredTableFile.read(csv, ScoreColumns.DEFAULTS), 1), "logit", 40)
                .write(folder.resolve("out"));
        assertThat(lines("best_f1_missed_no_pass_samples.csv").subList(1, 3))
                .extracting(line -> line.split(",")[2])
                .as("by line, as readers that compare the numbers do")
                .containsExactly("2", "3");
    }

    @Test
    void drawsThreePicturesAlsoWithoutFonts() throws IOException {
        KpiAnalysis analysis = analysis();
        new KpiReport(analysis, "logit", 40).write(folder.resolve("out"));
        for (String plot : KpiPlots.FILES) {
            BufferedImage image =
                    ImageIO.read(folder.resolve("out").resolve(plot).toFile());
            assertThat(image.getWidth()).isGreaterThan(300);
            assertThat(colours(image)).isGreaterThan(3);
        }
        Histogram histogram = Histogram.of(analysis.scores(), 40);
        assertThat(colours(FontlessPlot.distribution(
                        histogram, analysis.threshold().value())))
                .isEqualTo(4);
        assertThat(colours(FontlessPlot.matrix(analysis.counts()))).isGreaterThan(2);
    }

    @Test
    void countsEveryScoreInTheHistogramOnce() throws IOException {
        Histogram histogram = Histogram.of(analysis().scores(), 7);
        assertThat(java.util.Arrays.stream(histogram.pass()).sum()).isEqualTo(300);
        assertThat(java.util.Arrays.stream(histogram.ng()).sum()).isEqualTo(60);
        Histogram one = Histogram.of(LabelledScores.of(new double[] {2}, new double[] {2}), 5);
        assertThat(one.low()).isLessThan(2);
        assertThat(one.high()).isGreaterThan(2);
    }

    private KpiAnalysis analysis() throws IOException {
        Random random = new Random(5);
        StringBuilder rows = new StringBuilder("object_name,label,siamese_score\n");
        for (int i = 0; i < 360; i++) {
            boolean ng = i % 6 == 0;
            rows.append("C%d,%s,%s%n".formatted(i, ng ? "open" : "PASS", random.nextGaussian() + (ng ? 2 : 0)));
        }
        Path csv = Files.writeString(folder.resolve("random.csv"), rows);
        return KpiAnalysis.of(ScoredTableFile.read(csv, ScoreColumns.DEFAULTS), 1);
    }

    private java.util.List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve("out").resolve(file));
    }

    private static long colours(BufferedImage image) {
        return java.util.Arrays.stream(
                        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .count();
    }
}
