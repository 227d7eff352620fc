package dev.syncprotocol.aoi.kpi;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The three plots of an evaluation, drawn without a display; on a system without fonts they have no words. */
final class KpiPlots {
    static final String DISTRIBUTION = "score_distribution_with_recall_100_threshold.png";
    static final String AT_RECALL = "confusion_matrix_recall_100.png";
    static final String AT_BEST_F1 = "confusion_matrix_best_f1.png";
    static final List<String> FILES = List.of(DISTRIBUTION, AT_RECALL, AT_BEST_F1);

    private static final int WIDTH = 760;
    private static final int HEIGHT = 280;
    private static final int SQUARE = 480;

    private KpiPlots() {}

    static void write(Path folder, KpiAnalysis analysis, int bins) throws IOException {
        Histogram histogram = Histogram.of(analysis.scores(), bins);
        double threshold = analysis.threshold().value();
        save(
                folder.resolve(DISTRIBUTION),
                drawn(() -> distribution(histogram, threshold), () -> FontlessPlot.distribution(histogram, threshold)));
        matrix(folder.resolve(AT_RECALL), analysis.counts(), "at recall " + analysis.minRecall() * 100 + " %");
        matrix(folder.resolve(AT_BEST_F1), analysis.bestF1(), "at the best F1");
    }

    private static void matrix(Path file, OperatingPoint point, String where) throws IOException {
        save(file, drawn(() -> heat(point, "Confusion matrix " + where), () -> FontlessPlot.matrix(point)));
    }

    /** The JDK says "no fonts" with errors of several classes, one of them a plain {@link Error}. */
    private static BufferedImage drawn(Supplier<BufferedImage> chart, Supplier<BufferedImage> fontless) {
        try {
            return chart.get();
        } catch (InternalError | LinkageError noFonts) {
            return fontless.get();
        } catch (Error plain) {
            if (plain.getClass() != Error.class) {
                throw plain;
            }
            return fontless.get();
        }
    }

    private static BufferedImage distribution(Histogram histogram, double threshold) {
        XYChart pass = chart("PASS", histogram, histogram.pass(), threshold, new Color(0x76b900));
        XYChart ng = chart("NO_PASS", histogram, histogram.ng(), threshold, new Color(0xc2262d));
        BufferedImage both = new BufferedImage(WIDTH, 2 * HEIGHT, BufferedImage.TYPE_INT_RGB);
        both.getGraphics().drawImage(BitmapEncoder.getBufferedImage(pass), 0, 0, null);
        both.getGraphics().drawImage(BitmapEncoder.getBufferedImage(ng), 0, HEIGHT, null);
        return both;
    }

    private static XYChart chart(String group, Histogram histogram, int[] counts, double threshold, Color colour) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(group + " rows, threshold " + StoredThreshold.decimal(threshold))
                .xAxisTitle("score")
                .yAxisTitle("rows")
                .build();
        chart.getStyler().setLocale(Locale.ROOT);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisMin(histogram.low()).setXAxisMax(histogram.high());
        chart.getStyler().setYAxisMin(0.0);
        chart.addSeries(group, histogram.outlineX(), Histogram.outlineY(counts))
                .setXYSeriesRenderStyle(XYSeriesRenderStyle.Area)
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(colour)
                .setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 120));
        double shown = Math.max(histogram.low(), Math.min(histogram.high(), threshold));
        chart.addSeries("threshold", new double[] {shown, shown}, new double[] {0, Histogram.highest(counts)})
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(Color.BLACK);
        return chart;
    }

    private static BufferedImage heat(OperatingPoint point, String title) {
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(SQUARE)
                .height(SQUARE)
                .title(title)
                .xAxisTitle("predicted")
                .yAxisTitle("actual")
                .build();
        chart.getStyler().setLocale(Locale.ROOT);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setShowValue(true);
        chart.getStyler().setValueFont(new Font(Font.SANS_SERIF, Font.PLAIN, 20));
        chart.getStyler().setHeatMapValueDecimalPattern("0");
        chart.getStyler().setRangeColors(new Color[] {new Color(0xf2f7fc), new Color(0x6baed6)});
        // The vertical axis grows upwards: the row of PASS boards comes second to stand above.
        chart.addSeries(
                "counts",
                List.of("PASS", "NO_PASS"),
                List.of("NO_PASS", "PASS"),
                List.of(
                        new Number[] {0, 0, point.fn()},
                        new Number[] {0, 1, point.tn()},
                        new Number[] {1, 0, point.tp()},
                        new Number[] {1, 1, point.fp()}));
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static void save(Path file, BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        Files.write(file, bytes.toByteArray());
    }
}
