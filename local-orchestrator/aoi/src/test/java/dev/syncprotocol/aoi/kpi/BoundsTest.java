package dev.syncprotocol.aoi.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
    /** Specification §11.3. */
    @ParameterizedTest
    @CsvSource({"10, 25.887", "30, 9.503", "60, 4.870", "100, 2.951", "300, 0.9936", "3000, 0.0998"})
    void boundsTheMissRateByTheNumberOfDefectsTried(int ng, double percent) {
        OperatingPoint clean = new OperatingPoint(0, ng, 0, 10, 0);
        assertThat(Bounds.of(clean).missRateUpperPct()).isEqualTo(percent, within(0.0005));
        assertThat(Bounds.of(clean).ruleOfThreePct()).isEqualTo(300.0 / ng, within(1e-12));
    }

    /** Clopper and Pearson (1934): 95 %, 3 of 20, as R's binom.test(3, 20) prints it. */
    @Test
    void boundsTheFalseAlarmRateOnBothSides() {
        Bounds bounds = Bounds.of(new OperatingPoint(0, 5, 3, 17, 0));
        assertThat(bounds.farLowerPct()).isEqualTo(3.207094, within(1e-6));
        assertThat(bounds.farUpperPct()).isEqualTo(37.892683, within(1e-6));
    }

    @Test
    void startsAtZeroWithoutAFalseAlarmAndEndsAtHundredWithNothingElse() {
        assertThat(Bounds.of(new OperatingPoint(0, 5, 0, 20, 0)).farLowerPct()).isZero();
        assertThat(Bounds.of(new OperatingPoint(0, 5, 20, 0, 0)).farUpperPct()).isEqualTo(100);
    }

    /** The one-sided bound of k misses of n solves P(X <= k) = 0.05: checked by summing the binomial. */
    @Test
    void boundsTheMissRateAlsoWhenSomethingWasMissed() {
        double p = Bounds.missRateUpper(40, 2);
        double q = 1 - p;
        double sum = Math.pow(q, 40) + 40 * p * Math.pow(q, 39) + 780 * p * p * Math.pow(q, 38);
        assertThat(sum).isEqualTo(0.05, within(1e-9));
        assertThat(Bounds.missRateUpper(3, 3)).isEqualTo(1);
    }
}
