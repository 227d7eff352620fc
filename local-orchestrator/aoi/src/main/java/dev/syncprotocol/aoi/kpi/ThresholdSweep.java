package dev.syncprotocol.aoi.kpi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Every candidate threshold with its counts: the number just below the smallest score, then every distinct score, ascending (specification
 * §11.1). Sorting is done once, the counts follow in one pass.
 *
 * @param points the candidates, thresholds ascending
 */
public record ThresholdSweep(List<OperatingPoint> points) {
    private static final double SLACK = 1e-12;

    public ThresholdSweep {
        points = List.copyOf(points);
    }

    /** The sweep over a set of scores. */
    public static ThresholdSweep of(LabelledScores scores) {
        double[] pass = scores.passScores();
        double[] ng = scores.ngScores();
        List<OperatingPoint> points = new ArrayList<>();
        points.add(new OperatingPoint(Math.nextDown(scores.lowest()), ng.length, pass.length, 0, 0));
        int tn = 0;
        int fn = 0;
        while (tn < pass.length || fn < ng.length) {
            double next = Math.min(at(pass, tn), at(ng, fn));
            while (at(pass, tn) == next) {
                tn++;
            }
            while (at(ng, fn) == next) {
                fn++;
            }
            points.add(new OperatingPoint(next, ng.length - fn, pass.length - tn, tn, fn));
        }
        return new ThresholdSweep(points);
    }

    /**
     * The candidate with at least this recall that has the largest (F1, precision, threshold).
     *
     * @param minRecall 1 for full recall; above 1 nothing reaches it
     */
    public Optional<OperatingPoint> atRecall(double minRecall) {
        return points.stream()
                .filter(point -> point.recall() >= minRecall - SLACK)
                .max(Comparator.comparingDouble((OperatingPoint point) -> key(point.f1()))
                        .thenComparingDouble(point -> key(point.precision()))
                        .thenComparingDouble(OperatingPoint::threshold));
    }

    /** The candidate with the largest (F1, recall, precision, threshold). */
    public OperatingPoint bestF1() {
        return points.stream()
                .max(Comparator.comparingDouble((OperatingPoint point) -> key(point.f1()))
                        .thenComparingDouble(point -> key(point.recall()))
                        .thenComparingDouble(point -> key(point.precision()))
                        .thenComparingDouble(OperatingPoint::threshold))
                .orElseThrow();
    }

    private static double key(double value) {
        return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
    }

    private static double at(double[] sorted, int index) {
        return index < sorted.length ? sorted[index] : Double.POSITIVE_INFINITY;
    }
}
