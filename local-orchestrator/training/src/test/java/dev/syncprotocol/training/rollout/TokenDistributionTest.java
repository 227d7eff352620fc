package dev.syncprotocol.training.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import dev.syncprotocol.training.SamplingKeys;
import java.util.Arrays;
import java.util.Comparator;
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

    /** Against the whole vocabulary sorted, which is how it was drawn before: the same token, always. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
    void drawsWhatSortingTheWholeVocabularyDraws(long seed) {
        KeyedRandom random = new KeyedRandom(seed, Purpose.SAMPLING, 2);
        for (int trial = 0; trial < 400; trial++) {
            int at = trial * 4000;
            int size = 1 + random.below(trial % 10 == 0 ? 3000 : 40, at);
            double steps = trial % 3 == 0 ? 2 : 1e6;
            double[] logits = new double[size];
            for (int token = 0; token < size; token++) {
                logits[token] = Math.rint(random.gaussian(at + 1 + token) * 3 * steps) / steps;
            }
            TokenDistribution distribution = TokenDistribution.of(logits);
            int topK = random.below(3, at + 3501) == 0 ? 0 : random.below(size + 2, at + 3502);
            double topP = random.below(4, at + 3503) == 0 ? 1 : Math.max(1e-9, random.uniform(at + 3504));
            double uniform = random.uniform(at + 3505);
            assertThat(distribution.draw(topK, topP, uniform))
                    .as("size %s, top_k %s, top_p %s, uniform %s", size, topK, topP, uniform)
                    .isEqualTo(drawnBySorting(distribution.logp(), topK, topP, uniform));
        }
    }

    /** The share is reached to the last bit by two of four equals: which sum decides must not be left to chance. */
    @ParameterizedTest
    @CsvSource({"0.25", "0.5", "0.75", "0.5000000000000001", "0.4999999999999999", "0.9999999999999999"})
    void drawsTheSameWhereTheShareIsReachedExactly(double topP) {
        for (int size : new int[] {4, 8, 64, 1000}) {
            double[] logp = new double[size];
            Arrays.fill(logp, -Math.log(size));
            TokenDistribution equals = new TokenDistribution(logp);
            for (double uniform : new double[] {0, 0.3, 0.7, Math.nextDown(1.0)}) {
                assertThat(equals.draw(0, topP, uniform)).isEqualTo(drawnBySorting(logp, 0, topP, uniform));
            }
        }
    }

    /** Shares at which a bit more or less of the whole mass is a token more or less. */
    @Test
    void drawsTheSameWhereTheLastBitOfTheMassDecides() {
        KeyedRandom random = new KeyedRandom(11, Purpose.SAMPLING, 3);
        for (int trial = 0; trial < 3000; trial++) {
            int at = trial * 400;
            double[] logits = new double[50 + random.below(300, at)];
            for (int token = 0; token < logits.length; token++) {
                logits[token] = random.gaussian(at + 1 + token) * 2;
            }
            double[] logp = TokenDistribution.of(logits).logp();
            double[] falling = Arrays.stream(logp)
                    .map(z -> -z)
                    .sorted()
                    .map(z -> Math.exp(-z))
                    .toArray();
            double held = 0;
            for (int token = 0; token < 20; token++) {
                held += falling[token];
            }
            double share = held / Arrays.stream(falling).sum();
            for (double topP : new double[] {Math.nextDown(share), share, Math.nextUp(share)}) {
                assertThat(new TokenDistribution(logp).draw(0, topP, Math.nextDown(1.0)))
                        .isEqualTo(drawnBySorting(logp, 0, topP, Math.nextDown(1.0)));
            }
        }
    }

    private static int drawnBySorting(double[] logp, int topK, double topP, double uniform) {
        int[] ordered = IntStream.range(0, logp.length).toArray();
        if (topK > 0 || topP < 1) {
            ordered = Arrays.stream(ordered)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(token -> -logp[token]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        int kept = topK == 0 ? ordered.length : Math.min(topK, ordered.length);
        double mass = Arrays.stream(ordered, 0, kept)
                .mapToDouble(token -> Math.exp(logp[token]))
                .sum();
        int nucleus = topK == 0 && topP >= 1 ? kept : 0;
        double held = nucleus > 0 ? 1 : 0;
        while (nucleus < kept && (nucleus == 0 || held < topP * mass)) {
            held += Math.exp(logp[ordered[nucleus++]]);
        }
        double left = uniform * held;
        for (int i = 0; i < nucleus; i++) {
            left -= Math.exp(logp[ordered[i]]);
            if (left < 0) {
                return ordered[i];
            }
        }
        return ordered[nucleus - 1];
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
