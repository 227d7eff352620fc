package dev.syncprotocol.aoi.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The closed form and the sweep agree; so does a count of every candidate row by row. */
class SweepPropertyTest {
    private static final int SETS = 10_000;

    @Test
    void closedFormEqualsTheSweepOnRandomSetsWithTies() {
        Random random = new Random(20_260_504);
        for (int set = 0; set < SETS; set++) {
            double[] pass = scores(random, 1 + random.nextInt(12), 1 + random.nextInt(8));
            double[] ng = scores(random, 1 + random.nextInt(6), 1 + random.nextInt(8));
            LabelledScores scores = LabelledScores.of(pass, ng);
            OperatingPoint swept = ThresholdSweep.of(scores).atRecall(1).orElseThrow();
            assertThat(FullRecall.of(scores))
                    .as("PASS %s NG %s", Arrays.toString(pass), Arrays.toString(ng))
                    .isEqualTo(swept);
            assertThat(swept.fn()).isZero();
        }
    }

    @Test
    void everyCandidateIsCountedAsARowByRowCountDoes() {
        Random random = new Random(7);
        for (int set = 0; set < 200; set++) {
            double[] pass = scores(random, 1 + random.nextInt(20), 6);
            double[] ng = scores(random, 1 + random.nextInt(10), 6);
            for (OperatingPoint point :
                    ThresholdSweep.of(LabelledScores.of(pass, ng)).points()) {
                int fp = (int)
                        Arrays.stream(pass).filter(s -> s > point.threshold()).count();
                int tp = (int)
                        Arrays.stream(ng).filter(s -> s > point.threshold()).count();
                assertThat(point)
                        .isEqualTo(new OperatingPoint(point.threshold(), tp, fp, pass.length - fp, ng.length - tp));
            }
        }
    }

    @Test
    void storedThresholdsMissNothingInEitherPrecision() {
        Random random = new Random(11);
        for (int set = 0; set < SETS; set++) {
            LabelledScores scores =
                    LabelledScores.of(close(random, 1 + random.nextInt(12)), close(random, 1 + random.nextInt(6)));
            StoredThreshold stored =
                    StoredThreshold.of(scores, FullRecall.of(scores).threshold());
            assertThat(scores.at(stored.value()).fn()).isZero();
            assertThat(scores.atFloat32(stored.value()).fn()).isZero();
        }
    }

    /** Few distinct values, so that ties are common. */
    private static double[] scores(Random random, int count, int distinct) {
        return random.doubles(count)
                .map(d -> Math.floor(d * distinct) / distinct - 0.5)
                .toArray();
    }

    /** Values that differ only in the last places, where 32 bits cannot tell them apart. */
    private static double[] close(Random random, int count) {
        return random.doubles(count).map(d -> 0.1 + Math.floor(d * 40) * 1e-10).toArray();
    }
}
