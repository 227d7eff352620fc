package dev.syncprotocol.aoi.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.syncprotocol.aoi.kpi.Bounds;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.report.reading.PhaseReading;
import dev.syncprotocol.aoi.report.reading.RunReading;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chart of phases as data (specification §14.2): {@code FAR_DATA_JSON}, {@code FAR_Y_MAX}, {@code FAR_Y_STEPS_JSON}.
 *
 * @param points one a phase that has a figure
 * @param target the bound, percent
 * @param steps the ticks, from 0; the last one is the top of the chart
 */
public record FarData(List<Point> points, double target, List<Double> steps) {
    private static final String FIRST = "#3498db";
    private static final String IMPROVEMENT = "#76b900";
    private static final String REGRESSION = "#c2262d";
    private static final double HEADROOM = 1.1;
    private static final double LEAST = 1e-3;
    private static final int PARTS = 4;
    private static final double[] NICE = {1, 2, 2.5, 5, 10};

    public FarData {
        points = List.copyOf(points);
        steps = List.copyOf(steps);
    }

    /** The data of a run. */
    public static FarData of(RunReading run) {
        List<Point> points =
                run.phases().stream().map(phase -> point(run, phase)).toList();
        return of(points, run.target());
    }

    static FarData of(List<Point> points, KpiTarget target) {
        double highest = points.stream().mapToDouble(Point::top).max().orElse(0);
        return new FarData(
                points, target.farPct(), ticks(Math.max(LEAST, Math.max(highest, target.farPct() * HEADROOM))));
    }

    /** The top of the chart, percent. */
    public double top() {
        return steps.get(steps.size() - 1);
    }

    /** {@code [{"label":…,"value":…,"color":…},…]}. */
    public String json() {
        ArrayNode list = SyncJson.object().arrayNode();
        points.forEach(point -> list.addObject()
                .put("label", point.label())
                .put("value", StoredThreshold.shortest(point.value()))
                .put("color", point.color()));
        return SyncJson.compact(list);
    }

    /** {@code [0,25,50]}. */
    public String stepsJson() {
        return "[" + String.join(",", steps.stream().map(Figure::plain).toList()) + "]";
    }

    /** Blue for the first and for what did not change, green for less, red for more than the phase before. */
    private static Point point(RunReading run, PhaseReading phase) {
        Optional<PhaseReading> before = run.before(phase);
        boolean same = before.isEmpty() || before.get().farPct() == phase.farPct();
        String color = same ? FIRST : run.hasRegressed(phase) ? REGRESSION : IMPROVEMENT;
        return new Point(
                phase.label(),
                phase.farPct(),
                color,
                phase.certificate().map(certificate -> certificate.bounds()),
                phase.benchmark().map(OperatingPoint::farPct).filter(Double::isFinite));
    }

    private static List<Double> ticks(double highest) {
        double step = nice(highest / PARTS);
        List<Double> ticks = new ArrayList<>(List.of(0.0));
        for (int i = 1; ticks.get(ticks.size() - 1) < highest; i++) {
            ticks.add(Double.parseDouble(Figure.rounded(step * i)));
        }
        return ticks;
    }

    /** The smallest of 1, 2, 2.5, 5 times a power of ten that is not below. */
    private static double nice(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : NICE) {
            if (factor * power >= least) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /**
     * A phase.
     *
     * @param label its word
     * @param value FAR, percent
     * @param color of its mark
     * @param bounds what its counts prove; empty without a certificate
     * @param frozen FAR on the frozen benchmark, percent; empty without one
     */
    public record Point(String label, double value, String color, Optional<Bounds> bounds, Optional<Double> frozen) {
        double top() {
            return Math.max(
                    bounds.map(Bounds::farUpperPct).orElse(value * HEADROOM),
                    frozen.map(far -> far * HEADROOM).orElse(0.0));
        }
    }
}
