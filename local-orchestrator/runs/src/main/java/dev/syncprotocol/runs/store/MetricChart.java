package dev.syncprotocol.runs.store;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One metric over the steps of a run, finite values only; the best step is marked in the primary metric's chart.
 *
 * @param lock the run
 * @param metrics its evaluations
 * @param column which one is drawn
 * @param best the best evaluation
 */
record MetricChart(RunLock lock, MetricsTable metrics, String column, Optional<BestPoint> best) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 90;
    private static final int TOP = 40;
    private static final int RIGHT = 20;
    private static final int BOTTOM = 60;
    private static final int TICKS = 5;

    /** Whether there are two points to join. */
    boolean worthDrawing() {
        return steps().size() >= 2;
    }

    /** A drawing without fonts of its own; the same numbers give the same bytes. */
    String svg() {
        List<Double> x = steps();
        List<Double> y = values();
        SvgPlot plot = new SvgPlot(WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM, x, y);
        StringBuilder svg = new StringBuilder();
        svg.append(plot.begin(title())).append(plot.axes(TICKS, "step", label()));
        svg.append(plot.line("#1f77b4"));
        mark().ifPresent(point -> svg.append(plot.mark(point.step(), point.value(), "#d62728")));
        return svg.append("</svg>\n").toString();
    }

    /** The same as a PNG. */
    byte[] png() throws IOException {
        try {
            return drawn();
        } catch (InternalError | LinkageError noFonts) {
            // The JDK says so when the system has no fonts to write axis titles with; the run must be final all the
            // same.
            return fontless();
        } catch (Error plain) {
            // "No physical fonts found" is a java.lang.Error of no class of its own.
            if (plain.getClass() != Error.class) {
                throw plain;
            }
            return fontless();
        }
    }

    /** Without any text but digits, for systems without fonts. */
    byte[] fontless() throws IOException {
        return new PixelPlot(WIDTH, HEIGHT, BOTTOM, steps(), values()).png(mark());
    }

    private byte[] drawn() throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title())
                .xAxisTitle("step")
                .yAxisTitle(label())
                .build();
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setLocale(Locale.ROOT);
        chart.addSeries(column, steps(), values()).setMarker(SeriesMarkers.NONE);
        mark().ifPresent(point -> chart.addSeries("best", List.of((double) point.step()), List.of(point.value()))
                .setMarker(SeriesMarkers.CIRCLE)
                .setMarkerColor(Color.RED));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", bytes);
        return bytes.toByteArray();
    }

    private String title() {
        return column + " of " + lock.id();
    }

    private String label() {
        if (!column.equals("primary")) {
            return column;
        }
        Criterion criterion = lock.config().criterion();
        return criterion.primary() + (criterion.unit().isEmpty() ? "" : " (" + criterion.unit() + ")");
    }

    private Optional<BestPoint> mark() {
        return column.equals("primary") ? best : Optional.empty();
    }

    private List<Double> steps() {
        double[] values = metrics.numbers(column);
        List<Double> steps = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                steps.add((double) metrics.rows().get(i).step());
            }
        }
        return steps;
    }

    private List<Double> values() {
        return Arrays.stream(metrics.numbers(column))
                .filter(Double::isFinite)
                .boxed()
                .toList();
    }
}
