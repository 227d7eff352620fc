package dev.syncprotocol.runs.store;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Numbers as an SVG line plot: pixels with two digits, so that equal numbers give equal bytes. */
final class SvgPlot {
    private final int width;
    private final int height;
    private final int left;
    private final int top;
    private final int right;
    private final int bottom;
    private final List<Double> x;
    private final List<Double> y;

    SvgPlot(int width, int height, int left, int top, int right, int bottom, List<Double> x, List<Double> y) {
        this.width = width;
        this.height = height;
        this.left = left;
        this.top = top;
        this.right = right;
        this.bottom = bottom;
        this.x = x;
        this.y = y;
    }

    String begin(String title) {
        return format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                        + "<text x=\"%d\" y=\"24\" font-size=\"15\">%s</text>%n",
                width, height, left, escaped(title));
    }

    String axes(int ticks, String below, String beside) {
        StringBuilder svg = new StringBuilder(format(
                "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"black\"/>%n",
                left, top, height - bottom, width - right));
        for (int i = 0; i <= ticks; i++) {
            double atX = between(x, i / (double) ticks);
            double atY = between(y, i / (double) ticks);
            svg.append(text(pixelX(atX), height - bottom + 18, "middle", format("%.6g", atX)));
            svg.append(text(left - 8, pixelY(atY) + 4, "end", format("%.4g", atY)));
        }
        svg.append(text((left + width - right) / 2.0, height - 16, "middle", below));
        svg.append(format(
                "<text transform=\"translate(16,%d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
                (top + height - bottom) / 2, escaped(beside)));
        return svg.toString();
    }

    String line(String colour) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < x.size(); i++) {
            points.append(format("%s%.2f,%.2f", i == 0 ? "" : " ", pixelX(x.get(i)), pixelY(y.get(i))));
        }
        return format("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", points, colour);
    }

    String mark(double atX, double atY, String colour) {
        return format(
                "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"5\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                pixelX(atX), pixelY(atY), colour);
    }

    private static String text(double atX, double atY, String anchor, String words) {
        return format("<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"%s\">%s</text>%n", atX, atY, anchor, escaped(words));
    }

    private double pixelX(double value) {
        return left + (width - left - right) * share(value, x);
    }

    private double pixelY(double value) {
        return height - bottom - (height - top - bottom) * share(value, y);
    }

    /** Halved first, so that a range near the largest double does not overflow. */
    private static double share(double value, List<Double> all) {
        double range = high(all) / 2 - low(all) / 2;
        return range == 0 ? 0.5 : (value / 2 - low(all) / 2) / range;
    }

    /** Weighted, so that a range near the largest double does not overflow. */
    private static double between(List<Double> all, double share) {
        return low(all) * (1 - share) + high(all) * share;
    }

    private static double low(List<Double> all) {
        return Collections.min(all);
    }

    private static double high(List<Double> all) {
        return Collections.max(all);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form.replace("%n", "\n"), values);
    }
}
