package dev.syncprotocol.gates.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NumberingTest {
    /** To see it red: compare only the low halves of the keys in a slot. */
    @Test
    void numbersAndCountsAsAMapWould() {
        SplittableRandom random = new SplittableRandom(20250820);
        Map<Long, Integer> numbers = new HashMap<>();
        Map<Long, Integer> counts = new HashMap<>();
        Numbering numbering = new Numbering();
        Tally tally = new Tally();
        for (int i = 0; i < 20_000; i++) {
            long key = Numbering.pair(random.nextInt(-2, 90), random.nextInt(-2, 90));
            numbers.putIfAbsent(key, numbers.size());
            counts.merge(key, 1, Integer::sum);
            assertThat(numbering.number(key)).isEqualTo(numbers.get(key));
            tally.add(key);
        }
        assertThat(numbering.size()).isEqualTo(numbers.size()).isGreaterThan(7_000);
        numbers.forEach((key, number) -> assertThat(numbering.find(key)).isEqualTo(number));
        counts.forEach((key, count) -> assertThat(tally.of(key)).isEqualTo(count));
        assertThat(tally.all()).hasSize(numbers.size());
    }

    @Test
    void knowsNoKeyItNeverSaw() {
        assertThat(new Numbering().find(0)).isNegative();
        assertThat(new Tally().of(0)).isZero();
    }

    @Test
    void keepsTheOrderOfAPairAndNegativeNumbers() {
        assertThat(Numbering.pair(1, 2)).isNotEqualTo(Numbering.pair(2, 1));
        assertThat(Numbering.pair(-1, 0)).isNotEqualTo(Numbering.pair(0, -1));
        assertThat(Numbering.pair(0, -1)).isNotEqualTo(Numbering.pair(-1, -1));
    }
}
