package dev.syncprotocol.training.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.training.Reward.Answer;
import dev.syncprotocol.training.RewardContract;
import dev.syncprotocol.training.RewardProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LengthTest extends RewardContract {
    @Override
    protected RewardProvider provider() {
        return new Length.Provider();
    }

    @Override
    protected Answer best() {
        return answer("abcd", "wxyz", true);
    }

    @Override
    protected Answer worse() {
        return answer("abcdefgh", "wxyz", true);
    }

    @ParameterizedTest
    @CsvSource({"abcd, ab, true, 0.5", "ab, abcd, true, 0.5", "ab, ab, false, 0", "'', '', true, 1", "'', abc, true, 0"
    })
    void isTheShareTheLongerHasInCommonWithTheShorter(String text, String reference, boolean ended, double expected) {
        assertThat(reward().score(answer(text, reference, ended))).isCloseTo(expected, within(1e-15));
    }
}
