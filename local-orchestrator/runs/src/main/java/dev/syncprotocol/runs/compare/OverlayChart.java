package dev.syncprotocol.runs.compare;

import dev.syncprotocol.runs.store.BestPoint;
import dev.syncprotocol.runs.store.FinishedRun;
import dev.syncprotocol.runs.store.MetricsTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One metric of several runs over their steps as an SVG: a line a run, its class names its colour in the page. */
final class OverlayChart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 300;
    private static final int LEFT = 72;
    private static final int RIGHT = 16;
    private static final int TOP = 14;
    private static final int BOTTOM = 40;
    private static final int TICKS = 5;
    private static final int MOST_POINTS = 800;
    private static final int COLOURS = 6;
    private static final int DIGITS = 8;

    private final String column;
    private final List<FinishedRun> runs;
    private final Axis steps;
    private final Axis values;

    OverlayChart(String column, List<FinishedRun> runs) {
        this.column = column;
        this.runs = runs;
        List<double[]> all = new ArrayList<>();
        runs.forEach(run -> all.addAll(points(run)));
        this.steps = Axis.over(all, 0, LEFT, WIDTH - RIGHT);
        this.values = Axis.over(all, 1, HEIGHT - BOTTOM, TOP);
    }

    String svg() {
        StringBuilder svg = new StringBuilder(format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s over steps\">%n", WIDTH, HEIGHT, column));
        grid(svg);
        for (int i = 0; i < runs.size(); i++) {
            line(svg, points(runs.get(i)), i);
            mark(svg, runs.get(i), i);
        }
        return svg.append("</svg>").toString();
    }

    private void grid(StringBuilder svg) {
        for (double value : values.ticks()) {
            double y = values.pixel(value);
            svg.append(format(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>%n", LEFT, WIDTH - RIGHT, y, y));
            svg.append(
                    format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", LEFT - 8, y + 4, label(value)));
        }
        for (double step : steps.ticks()) {
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    steps.pixel(step), HEIGHT - BOTTOM + 18, label(step)));
        }
        svg.append(
                format("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">step</text>%n", (LEFT + WIDTH) / 2, HEIGHT - 4));
    }

    private void line(StringBuilder svg, List<double[]> points, int run) {
        StringBuilder path = new StringBuilder();
        for (double[] point : points) {
            path.append(
                    format("%s%.1f,%.1f", path.isEmpty() ? "" : " ", steps.pixel(point[0]), values.pixel(point[1])));
        }
        svg.append(format("<polyline class=\"line run%d\" points=\"%s\"/>%n", run % COLOURS, path));
    }

    /** Where the run was best; the ring stands in every chart, so that the eye can go from one to the other. */
    private void mark(StringBuilder svg, FinishedRun run, int number) {
        if (run.best().isEmpty()) {
            return;
        }
        BestPoint best = run.best().get();
        MetricSummary.of(run, column)
                .atBest()
                .ifPresent(value -> svg.append(format(
                        "<circle class=\"line run%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>%n",
                        number % COLOURS, steps.pixel(best.step()), values.pixel(value))));
    }

    /** Finite values as (step, value), thinned to the extremes of as many parts as the eye can tell apart. */
    private List<double[]> points(FinishedRun run) {
        MetricsTable table = run.metrics();
        List<double[]> all = new ArrayList<>();
        if (table.columns().contains(column)) {
            double[] numbers = table.numbers(column);
            for (int i = 0; i < numbers.length; i++) {
                if (Double.isFinite(numbers[i])) {
                    all.add(new double[] {table.rows().get(i).step(), numbers[i]});
                }
            }
        }
        return all.size() <= MOST_POINTS ? all : thinned(all);
    }

    private static List<double[]> thinned(List<double[]> all) {
        int parts = MOST_POINTS / 2;
        List<double[]> kept = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) all.size() * part / parts);
            int to = (int) ((long) all.size() * (part + 1) / parts);
            double[] low = all.get(from);
            double[] high = low;
            for (double[] point : all.subList(from, to)) {
                low = point[1] < low[1] ? point : low;
                high = point[1] > high[1] ? point : high;
            }
            kept.add(low[0] <= high[0] ? low : high);
            kept.add(low[0] <= high[0] ? high : low);
        }
        return kept;
    }

    /** Multiples such as 3 * 0.1 carry a last digit that nobody means. */
    private static String label(double value) {
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(DIGITS)).stripTrailingZeros();
        return Math.abs(value) < 1e9 && Math.abs(value) >= 1e-4 ? rounded.toPlainString() : rounded.toString();
    }

    private static String format(String form, Object... arguments) {
        return String.format(Locale.ROOT, form.replace("%n", "\n"), arguments);
    }

    /**
     * Numbers on one side of the chart.
     *
     * @param low the smallest
     * @param high the largest
     * @param from pixel of the smallest
     * @param to pixel of the largest
     */
    private record Axis(double low, double high, double from, double to) {
        static Axis over(List<double[]> points, int side, double from, double to) {
            double low = points.stream().mapToDouble(point -> point[side]).min().orElse(0);
            double high =
                    points.stream().mapToDouble(point -> point[side]).max().orElse(1);
            return new Axis(low, high, from, to);
        }

        /** Round numbers inside the range: 1, 2 or 5 times a power of ten apart; none where there is no range. */
        List<Double> ticks() {
            double apart = apart((high - low) / TICKS);
            List<Double> ticks = new ArrayList<>();
            for (long i = (long) Math.ceil(low / apart); i * apart <= high && ticks.size() <= 2 * TICKS; i++) {
                ticks.add(i * apart);
            }
            return ticks;
        }

        private static double apart(double least) {
            double power = Math.pow(10, Math.floor(Math.log10(least)));
            double share = least / power;
            return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
        }

        /** Halved first, so that a range near the largest double does not overflow. */
        double pixel(double value) {
            double range = high / 2 - low / 2;
            double share = range == 0 ? 0.5 : (value / 2 - low / 2) / range;
            return from + (to - from) * share;
        }
    }
}
