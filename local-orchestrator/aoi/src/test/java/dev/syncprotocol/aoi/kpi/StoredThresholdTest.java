package dev.syncprotocol.aoi.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredThresholdTest {
    @ParameterizedTest
    @CsvSource({"0.2, 0.2", "0.1234566, 0.1234566", "-3, -3.0", "100, 100.0", "2.0E-3, 0.002", "0, 0.0"})
    void writesTheShortestDecimalThatReadsBack(double number, String decimal) {
        assertThat(StoredThreshold.decimal(number)).isEqualTo(decimal);
    }

    /** Java 17 prints this number with a digit too many. */
    @Test
    void isShorterThanThePlatformWhereThePlatformIsNotShortest() {
        assertThat(StoredThreshold.decimal(2.0E-3)).isEqualTo("0.002");
        assertThat(Double.parseDouble(StoredThreshold.decimal(2.2E-322))).isEqualTo(2.2E-322);
    }

    @Test
    void everyDecimalReadsBackAsTheSameNumber() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                assertThat(Double.parseDouble(StoredThreshold.decimal(number))).isEqualTo(number);
            }
        }
    }

    /** A consumer with 32-bit scores must not miss the weakest NG: nextDown of a double is the same float. */
    @Test
    void goesBelowTheWeakestNgAsAFloatWhenTheCandidateIsNoScore() {
        LabelledScores scores = LabelledScores.of(new double[] {0.2}, new double[] {0.1});
        double candidate = FullRecall.of(scores).threshold();
        assertThat((float) candidate).isEqualTo((float) 0.1);
        assertThat(scores.atFloat32(candidate).fn())
                .as("what the reference's candidate misses")
                .isEqualTo(1);
        StoredThreshold stored = StoredThreshold.of(scores, candidate);
        assertThat(stored.rule()).isEqualTo(StoredThreshold.Rule.FLOAT32_BELOW_WEAKEST_NG);
        assertThat(scores.atFloat32(stored.value()).fn()).isZero();
    }

    /** Two scores that are one float: the good one is flagged too, rather than a defect missed. */
    @Test
    void flagsAGoodSampleRatherThanMissADefectThat32BitsCannotTellFromIt() {
        double ng = 0.1;
        double pass = Math.nextDown(ng);
        LabelledScores scores = LabelledScores.of(new double[] {pass, 0.01}, new double[] {ng});
        StoredThreshold stored = StoredThreshold.of(scores, pass);
        assertThat(stored.rule()).isEqualTo(StoredThreshold.Rule.FLOAT32_BELOW_WEAKEST_NG);
        assertThat(scores.at(stored.value())).isEqualTo(new OperatingPoint(stored.value(), 1, 1, 1, 0));
        assertThat(scores.atFloat32(stored.value())).isEqualTo(new OperatingPoint(stored.value(), 1, 1, 1, 0));
    }
}
