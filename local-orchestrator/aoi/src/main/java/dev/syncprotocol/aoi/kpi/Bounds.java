package dev.syncprotocol.aoi.kpi;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;

/**
 * What so many samples prove (specification §11.3): exact binomial bounds of Clopper and Pearson (1934), 95 %.
 *
 * @param missRateUpperPct one-sided upper bound of the true share of NG samples that escape, percent; 1 − 0.05^(1/n) without an escape
 * @param ruleOfThreePct 3/n, the approximation people know, percent
 * @param farLowerPct lower end of the two-sided interval of the false alarm rate, percent
 * @param farUpperPct its upper end, percent
 */
public record Bounds(double missRateUpperPct, double ruleOfThreePct, double farLowerPct, double farUpperPct) {
    private static final double ERROR = 0.05;
    private static final double HUNDRED = 100;
    private static final double THREE = 3;

    /** The bounds counts prove. */
    public static Bounds of(OperatingPoint point) {
        int ng = point.tp() + point.fn();
        Interval far =
                BinomialConfidenceInterval.CLOPPER_PEARSON.fromErrorRate(point.fp() + point.tn(), point.fp(), ERROR);
        return new Bounds(
                HUNDRED * missRateUpper(ng, point.fn()),
                HUNDRED * Math.min(1, THREE / ng),
                HUNDRED * far.getLowerBound(),
                HUNDRED * far.getUpperBound());
    }

    /**
     * The one-sided 95 % upper bound of the true miss rate, a fraction.
     *
     * @param ng how many NG samples were tried, at least 1
     * @param missed how many of them escaped
     */
    public static double missRateUpper(int ng, int missed) {
        if (missed == 0) {
            return -Math.expm1(Math.log(ERROR) / ng);
        }
        // The upper end of a two-sided interval of twice the error has the error above it.
        return BinomialConfidenceInterval.CLOPPER_PEARSON
                .fromErrorRate(ng, missed, 2 * ERROR)
                .getUpperBound();
    }
}
