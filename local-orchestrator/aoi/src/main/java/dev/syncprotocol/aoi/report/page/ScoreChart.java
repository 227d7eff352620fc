package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.kpi.Histogram;
import dev.syncprotocol.aoi.kpi.LabelledScores;
import java.util.Locale;

/** Scores of good samples above the line and of defective ones below it, each to its own scale as the drawing says, and the threshold, as an SVG. */
public final class ScoreChart {
    private static final int BINS = 40;
    private static final int WIDTH = 760;
    private static final int MIDDLE = 130;
    private static final int HEIGHT = 282;
    private static final int LEFT = 56;
    private static final int RIGHT = 20;
    private static final int TOP = 24;
    private static final int BOTTOM = 50;
    private static final int TICK_LINE = 30;
    private static final int WORD_LINE = 8;
    private static final int TICKS = 4;

    private final Histogram bins;
    private final StringBuilder svg = new StringBuilder();

    private ScoreChart(Histogram bins) {
        this.bins = bins;
    }

    /** The drawing. */
    public static String svg(LabelledScores scores, double threshold) {
        ScoreChart chart = new ScoreChart(Histogram.of(scores, BINS));
        chart.add(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"scores of good and defective samples\">%n",
                WIDTH, HEIGHT);
        chart.bars(chart.bins.pass(), "pass", MIDDLE - TOP, -1);
        chart.bars(chart.bins.ng(), "ng", HEIGHT - BOTTOM - MIDDLE, 1);
        chart.axis();
        chart.words(scores);
        chart.threshold(threshold);
        return chart.svg.append("</svg>").toString();
    }

    private void bars(int[] counts, String kind, int room, int direction) {
        int most = most(counts);
        double wide = (double) (WIDTH - RIGHT - LEFT) / BINS;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                double tall = Math.max(1.5, (double) counts[bin] / most * room);
                double y = direction < 0 ? MIDDLE - tall : MIDDLE;
                add(
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s to %s: %d</title></rect>%n",
                        kind,
                        LEFT + bin * wide + 0.5,
                        y,
                        wide - 1,
                        tall,
                        Figure.score(bins.edge(bin)),
                        Figure.score(bins.edge(bin + 1)),
                        counts[bin]);
            }
        }
    }

    private void axis() {
        add("<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>%n", LEFT, WIDTH - RIGHT, MIDDLE, MIDDLE);
        for (int tick = 0; tick <= TICKS; tick++) {
            double score = bins.low() + (bins.high() - bins.low()) * tick / TICKS;
            String anchor = tick == 0 ? "start" : tick == TICKS ? "end" : "middle";
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
                    x(score), HEIGHT - TICK_LINE, anchor, Figure.score(score));
        }
    }

    private void words(LabelledScores scores) {
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">PASS</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>%n",
                LEFT - 8, MIDDLE - 22, LEFT - 8, MIDDLE - 8, scores.passCount());
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">NO_PASS</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>%n",
                LEFT - 8, MIDDLE + 18, LEFT - 8, MIDDLE + 32, scores.ngCount());
        add(
                "<text x=\"%d\" y=\"%d\">samples by score, each side to its own scale: the highest bar is %d PASS above, %d NO_PASS below</text>%n",
                LEFT, HEIGHT - WORD_LINE, most(bins.pass()), most(bins.ng()));
    }

    private void threshold(double threshold) {
        double x = x(Math.max(bins.low(), Math.min(bins.high(), threshold)));
        boolean right = x > (double) WIDTH / 2;
        add("<line class=\"threshold\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>", x, x, TOP - 8, HEIGHT - BOTTOM);
        add(
                "<text class=\"strong\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
                right ? x - 6 : x + 6, TOP - 10, right ? "end" : "start", "threshold " + Figure.score(threshold));
    }

    private static int most(int[] counts) {
        int most = 1;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        return most;
    }

    private double x(double score) {
        return LEFT + (score - bins.low()) / (bins.high() - bins.low()) * (WIDTH - RIGHT - LEFT);
    }

    private void add(String form, Object... arguments) {
        svg.append(String.format(Locale.ROOT, form, arguments));
    }
}
