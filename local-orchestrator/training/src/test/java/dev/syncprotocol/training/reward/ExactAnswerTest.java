package dev.syncprotocol.training.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.training.Reward.Answer;
import dev.syncprotocol.training.RewardContract;
import dev.syncprotocol.training.RewardProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactAnswerTest extends RewardContract {
    @Override
    protected RewardProvider provider() {
        return new ExactAnswer.Provider();
    }

    @Override
    protected Answer best() {
        return answer("12 + 30 = 42, so it is 42.", "Answer: 42", true);
    }

    @Override
    protected Answer worse() {
        return answer("42 or rather 43", "Answer: 42", true);
    }

    @ParameterizedTest
    @CsvSource({
        "'7', '3 + 4 = 7', 1",
        "'7.0', '7', 1",
        "'1,234', '1234', 1",
        "'-5', '5', 0",
        "'7 8', '7', 0",
        "'none', '7', 0",
        "'', '7', 0"
    })
    void theLastNumberDecides(String text, String reference, double expected) {
        assertThat(reward().score(answer(text, reference, true))).isEqualTo(expected);
    }

    @Test
    void hasNothingToSayWhereTheReferenceHasNoNumber() {
        assertThat(reward().score(answer("7", "seven", true))).isNaN();
    }
}
