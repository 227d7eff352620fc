package dev.syncprotocol.training.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.SamplingKeys;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenDistributionTest {
    private static final int DRAWS = 20_000;
    private static final TokenDistribution FOUR =
            new TokenDistribution(new double[] {Math.log(0.1), Math.log(0.4), Math.log(0.2), Math.log(0.3)});

    /** Red when the kept tokens are not scaled up to one, when top-p drops the token that reaches it, or keeps one more. */
    @ParameterizedTest
    @CsvSource({
        "0, 1.0, 0.1, 0.4, 0.2, 0.3",
        "1, 1.0, 0, 1, 0, 0",
        "2, 1.0, 0, 0.5714285714, 0, 0.4285714286",
        "0, 0.5, 0, 0.5714285714, 0, 0.4285714286",
        "0, 0.39, 0, 1, 0, 0",
        "3, 0.5, 0, 0.5714285714, 0, 0.4285714286",
        "0, 0.0001, 0, 1, 0, 0"
    })
    void drawsEachTokenAsOftenAsItIsLikely(int topK, double topP, double a, double b, double c, double d) {
        KeyedRandom random = new KeyedRandom(3, Purpose.SAMPLING, 1);
        int[] counts = new int[4];
        IntStream.range(0, DRAWS).forEach(i -> counts[FOUR.draw(topK, topP, random.uniform(i))]++);
        double[] expected = {a, b, c, d};
        for (int token = 0; token < 4; token++) {
            assertThat((double) counts[token] / DRAWS).isCloseTo(expected[token], within(0.012));
        }
    }

    @Test
    void theEndsOfTheUnitIntervalAreTokensToo() {
        assertThat(FOUR.draw(0, 1, 0)).isZero();
        assertThat(FOUR.draw(0, 1, Math.nextDown(1.0))).isEqualTo(3);
    }

    @Test
    void extremeLogitsGiveNoNotANumber() {
        TokenDistribution sure = TokenDistribution.of(new double[] {-1e9, 1e9, 0});
        assertThat(sure.entropy()).isZero();
        assertThat(sure.draw(0, 1, 0.999)).isEqualTo(1);
        assertThat(sure.likeliest()).isEqualTo(1);
    }

    @Test
    void aLowTemperatureTakesTheLikeliestAndAHighOneAnyToken() {
        assertThat(distinct(0.01)).isEqualTo(1);
        assertThat(distinct(100)).isEqualTo(4);
    }

    private static long distinct(double temperature) {
        Sampling sampling = new Sampling(
                new SamplingKeys(1, temperature, 0, 1), Set.of(), Optional.of(new KeyedRandom(3, Purpose.SAMPLING, 1)));
        return IntStream.range(0, 200)
                .map(row -> sampling.next(new double[] {1, 2, 3, 4}, row, 0))
                .distinct()
                .count();
    }
}
