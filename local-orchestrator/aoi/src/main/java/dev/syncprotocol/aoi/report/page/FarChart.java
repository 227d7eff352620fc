package dev.syncprotocol.aoi.report.page;

import java.util.Locale;
import java.util.StringJoiner;

/** FAR of each phase with its 95 % interval, a ring where the frozen benchmark puts it, and the target, as an SVG; colours of text and rules are the page's. */
public final class FarChart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 270;
    private static final int LEFT = 56;
    private static final int RIGHT = 96;
    private static final int TOP = 26;
    private static final int BOTTOM = 30;
    private static final int CAP = 4;
    private static final int RADIUS = 6;
    private static final int RING = 9;
    private static final int NEAR = 12;
    private static final int ABOVE = 6;
    private static final int BELOW = 16;

    private final FarData data;
    private final StringBuilder svg = new StringBuilder();

    private FarChart(FarData data) {
        this.data = data;
    }

    /** The drawing; without a phase the empty axes and the target. */
    public static String svg(FarData data) {
        FarChart chart = new FarChart(data);
        chart.add("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"FAR by phase, percent\">%n", WIDTH, HEIGHT);
        chart.grid();
        chart.target();
        chart.trend();
        for (int i = 0; i < data.points().size(); i++) {
            chart.whisker(i);
        }
        for (int i = 0; i < data.points().size(); i++) {
            chart.mark(i);
        }
        chart.rings();
        return chart.svg.append("</svg>").toString();
    }

    private void grid() {
        for (double step : data.steps()) {
            add(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT, WIDTH - RIGHT, y(step), y(step));
            add(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s %%</text>%n",
                    LEFT - 8, y(step) + 4, Figure.plain(step));
        }
    }

    private void target() {
        double y = y(data.target());
        add("<line class=\"target\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH - RIGHT, y, y);
        add(
                "<text class=\"targetword\" x=\"%d\" y=\"%.1f\">target %s %%</text>%n",
                WIDTH - RIGHT + 6, y + 4, Figure.plain(data.target()));
    }

    private void trend() {
        StringJoiner path = new StringJoiner(" ");
        for (int i = 0; i < data.points().size(); i++) {
            path.add(String.format(
                    Locale.ROOT, "%.1f,%.1f", x(i), y(data.points().get(i).value())));
        }
        add("<polyline class=\"trend\" points=\"%s\"/>%n", path);
    }

    private void whisker(int i) {
        data.points().get(i).bounds().ifPresent(bounds -> {
            double low = y(bounds.farLowerPct());
            double high = y(bounds.farUpperPct());
            add("<line class=\"whisker\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x(i), x(i), low, high);
            for (double end : new double[] {low, high}) {
                add(
                        "<line class=\"whisker\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                        x(i) - CAP, x(i) + CAP, end, end);
            }
            svg.append('\n');
        });
    }

    /** The figure stands above its mark, or below where the trend goes up and the axis leaves room. */
    private void mark(int i) {
        FarData.Point point = data.points().get(i);
        double y = y(point.value());
        boolean rises = i + 1 < data.points().size() && data.points().get(i + 1).value() > point.value();
        boolean below = rises && y + BELOW < HEIGHT - BOTTOM;
        add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"%s\"><title>%s: %s %%</title></circle>",
                x(i), y, RADIUS, point.color(), point.label(), Figure.percent(point.value()));
        add(
                "<text class=\"strong\" x=\"%.1f\" y=\"%.1f\">%s %%</text>",
                x(i) + NEAR, below ? y + BELOW : y - ABOVE, Figure.percent(point.value()));
        add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", x(i), HEIGHT - BOTTOM + 18, point.label());
    }

    /** The benchmark's figures, and what a ring means, where there is a benchmark. */
    private void rings() {
        boolean any = false;
        for (int i = 0; i < data.points().size(); i++) {
            FarData.Point point = data.points().get(i);
            if (point.frozen().isPresent()) {
                any = true;
                ring(
                        x(i),
                        y(point.frozen().get()),
                        point.label() + ", benchmark: "
                                + Figure.percent(point.frozen().get()) + " %");
            }
        }
        if (any) {
            ring(WIDTH - RIGHT + NEAR + ABOVE, TOP, "benchmark");
            add("<text x=\"%d\" y=\"%d\">benchmark</text>%n", WIDTH - RIGHT + 2 * NEAR + 2 * ABOVE, TOP + 4);
        }
    }

    private void ring(double x, double y, String title) {
        add(
                "<circle class=\"frozen\" cx=\"%.1f\" cy=\"%.1f\" r=\"%d\"><title>%s</title></circle>%n",
                x, y, RING, title);
    }

    private double x(int i) {
        int phases = data.points().size();
        double room = (double) (WIDTH - RIGHT - LEFT) / phases;
        return LEFT + room * (i + 0.5);
    }

    private double y(double percent) {
        double shown = Math.min(percent, data.top());
        return HEIGHT - BOTTOM - shown / data.top() * (HEIGHT - BOTTOM - TOP);
    }

    private void add(String form, Object... arguments) {
        svg.append(String.format(Locale.ROOT, form, arguments));
    }
}
