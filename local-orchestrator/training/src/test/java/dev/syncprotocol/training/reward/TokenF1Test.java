package dev.syncprotocol.training.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.training.Reward.Answer;
import dev.syncprotocol.training.RewardContract;
import dev.syncprotocol.training.RewardProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenF1Test extends RewardContract {
    @Override
    protected RewardProvider provider() {
        return new TokenF1.Provider();
    }

    @Override
    protected Answer best() {
        return answer("There are 42 in the end!", "there are 42 in the end", true);
    }

    @Override
    protected Answer worse() {
        return answer("There are 41.", "there are 42 in the end", true);
    }

    /** Red when a token is counted as often as it is said, or with precision in place of F1. */
    @ParameterizedTest
    @CsvSource({
        "a b c, a b c, 1",
        "a a a, a, 0.5",
        "a b, b c, 0.5",
        "'A, b.', b a, 1",
        "x, a b c, 0",
        "'', '', 1",
        "'', a, 0",
        "a b c d, a, 0.4"
    })
    void isTheF1OfTheMultisets(String text, String reference, double expected) {
        assertThat(reward().score(answer(text, reference, true))).isCloseTo(expected, within(1e-15));
    }
}
