package dev.syncprotocol.gates.shadow;

import dev.syncprotocol.gates.diversity.Figure;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Rank agreement of two lists of scores (preflight.md section 7). Pure functions; a constant input gives no figure, never 0. */
public final class RankAgreement {
    private RankAgreement() {}

    /** Pearson correlation of average ranks. */
    public static Figure spearman(double[] x, double[] y) {
        return spearman(x, y, ones(x.length));
    }

    /**
     * The same with the weight entering the Pearson sums of the ranks; the ranks themselves are not weighted.
     *
     * @param weights at least 0, one a sample
     */
    public static Figure spearman(double[] x, double[] y, double[] weights) {
        requireSame(x, y, weights);
        return pearson(ranks(x), ranks(y), weights);
    }

    /** Kendall's tau-b {@code (P-Q)/sqrt((P+Q+T)(P+Q+U))}; pairs tied in both count in neither. */
    public static Figure kendallTauB(double[] x, double[] y) {
        return kendallTauB(x, y, ones(x.length));
    }

    /** The same with each pair counted by the product of both weights. */
    public static Figure kendallTauB(double[] x, double[] y, double[] weights) {
        requireSame(x, y, weights);
        double agree = 0;
        double onlyX = 0;
        double onlyY = 0;
        double ordered = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                double dx = Math.signum(x[i] - x[j]);
                double dy = Math.signum(y[i] - y[j]);
                double weight = weights[i] * weights[j];
                agree += weight * dx * dy;
                ordered += weight * Math.abs(dx * dy);
                onlyX += dx == 0 && dy != 0 ? weight : 0;
                onlyY += dy == 0 && dx != 0 ? weight : 0;
            }
        }
        double scale = Math.sqrt((ordered + onlyX) * (ordered + onlyY));
        return scale == 0 ? Figure.missing("a constant input") : Figure.of(agree / scale);
    }

    /**
     * {@code |top_k(x) & top_k(y)| / k}; ties by id ascending, k at most the number of items.
     *
     * @return missing where there is no item
     */
    public static Figure topOverlap(List<String> ids, double[] x, double[] y, int k) {
        int most = Math.min(k, ids.size());
        if (most == 0) {
            return Figure.missing("no items");
        }
        Set<Integer> both = new HashSet<>(top(ids, x, most));
        both.retainAll(top(ids, y, most));
        return Figure.of((double) both.size() / most);
    }

    /** {@link #topOverlap} with {@code k = ceil(n percent / 100)}. */
    public static Figure topPercentOverlap(List<String> ids, double[] x, double[] y, int percent) {
        return topOverlap(ids, x, y, (ids.size() * percent + 99) / 100);
    }

    /** {@code 100 (new - old) / |old|}; missing where either is, or where {@code |old| < 1e-12}. */
    public static Figure improvePercent(Figure old, Figure fresh) {
        if (old.value().isEmpty() || fresh.value().isEmpty()) {
            return Figure.missing("a correlation to success is missing");
        }
        double before = old.value().getAsDouble();
        return Math.abs(before) < 1e-12
                ? Figure.missing("the old correlation is 0")
                : Figure.of(100 * (fresh.value().getAsDouble() - before) / Math.abs(before));
    }

    /** Variance with divisor n - 1; the list has at least two scores. */
    public static double variance(double[] scores) {
        double mean = DoubleStream.of(scores).sum() / scores.length;
        return DoubleStream.of(scores)
                        .map(score -> (score - mean) * (score - mean))
                        .sum()
                / (scores.length - 1);
    }

    private static List<Integer> top(List<String> ids, double[] scores, int k) {
        Comparator<Integer> best = Comparator.comparingDouble(i -> -scores[i]);
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(best.thenComparing(ids::get))
                .limit(k)
                .toList();
    }

    /** From 1, the mean place of equal values. */
    private static double[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[values.length];
        for (int begin = 0, end; begin < order.length; begin = end) {
            end = begin + 1;
            while (end < order.length && values[order[end]] == values[order[begin]]) {
                end++;
            }
            for (int i = begin; i < end; i++) {
                ranks[order[i]] = (begin + 1 + end) / 2.0;
            }
        }
        return ranks;
    }

    private static Figure pearson(double[] x, double[] y, double[] weights) {
        double total = DoubleStream.of(weights).sum();
        double meanX = weighted(x, weights) / total;
        double meanY = weighted(y, weights) / total;
        double sxy = 0;
        double sxx = 0;
        double syy = 0;
        for (int i = 0; i < x.length; i++) {
            sxy += weights[i] * (x[i] - meanX) * (y[i] - meanY);
            sxx += weights[i] * (x[i] - meanX) * (x[i] - meanX);
            syy += weights[i] * (y[i] - meanY) * (y[i] - meanY);
        }
        if (x.length < 2) {
            return Figure.missing("fewer than two items");
        }
        return sxx == 0 || syy == 0 ? Figure.missing("a constant input") : Figure.of(sxy / Math.sqrt(sxx * syy));
    }

    private static double weighted(double[] values, double[] weights) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i] * weights[i])
                .sum();
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void requireSame(double[] x, double[] y, double[] weights) {
        boolean finite =
                DoubleStream.concat(DoubleStream.of(x), DoubleStream.of(y)).allMatch(Double::isFinite);
        if (x.length != y.length || x.length != weights.length || !finite) {
            throw new SyncException(ErrorCode.DATA_INVALID, "scores are finite and as many on both sides");
        }
    }
}
