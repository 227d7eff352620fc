package dev.syncprotocol.training.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.training.Reward.Answer;
import dev.syncprotocol.training.RewardContract;
import dev.syncprotocol.training.RewardProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest extends RewardContract {
    @Override
    protected RewardProvider provider() {
        return new Format.Provider();
    }

    @Override
    protected Answer best() {
        return answer("17 + 4 = 21", "38 - 9 = 29", true);
    }

    @Override
    protected Answer worse() {
        return answer("17 and 4 is 21", "38 - 9 = 29", true);
    }

    /** Red when the end is no position, or when letters differ from letters. */
    @ParameterizedTest
    @CsvSource({
        "12, 34, true, 1",
        "12, 34, false, 0.6666666666666666",
        "abc, xyz, true, 1",
        "a1, 1a, true, 0.3333333333333333",
        "1234567, 1, true, 0.125",
        "'', '', true, 1",
        "'', 12, false, 0"
    })
    void countsPositionsOfOneKind(String text, String reference, boolean ended, double expected) {
        assertThat(reward().score(answer(text, reference, ended))).isCloseTo(expected, within(1e-15));
    }
}
