package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.Reward.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every reward promises, whatever it rewards. */
public abstract class RewardContract {
    /** The provider under test. */
    protected abstract RewardProvider provider();

    /** An answer this reward likes best of all. */
    protected abstract Answer best();

    /** An answer to the same prompt it likes less. */
    protected abstract Answer worse();

    static List<String> texts() {
        return List.of("", " ", "42", "The answer is 42.", "???", "\uFFFD\uFFFD", "机器学习", "a".repeat(5000), "\n\n7\n");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void anyAnswerHasAScoreThatIsNotInfinite(String text) {
        for (String reference : texts()) {
            for (boolean ended : new boolean[] {true, false}) {
                double score = reward().score(answer(text, reference, ended));
                assertThat(Double.isInfinite(score))
                        .as("%s against %s", text, reference)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void theSameAnswerHasTheSameScoreWhateverWasAskedBefore(String text) {
        Reward used = reward();
        texts().forEach(other -> used.score(answer(other, text, true)));
        assertThat(used.score(answer(text, "The answer is 42.", true)))
                .isEqualTo(reward().score(answer(text, "The answer is 42.", true)));
    }

    @Test
    void whatItRewardsScoresAboveWhatItDoesNot() {
        assertThat(reward().score(best())).isGreaterThan(reward().score(worse()));
    }

    @Test
    void isFoundByItsName() {
        assertThat(Installed.find().reward(provider().name()))
                .hasValueSatisfying(found -> assertThat(found).hasSameClassAs(provider()));
        assertThat(Installed.find().rewards().stream().map(RewardProvider::name))
                .doesNotHaveDuplicates();
    }

    /** The reward for a run. */
    protected Reward reward() {
        return provider().create(Configs.small(Map.of()));
    }

    /** An answer whose data row says nothing about itself. */
    protected static Answer answer(String text, String reference, boolean ended) {
        return new Answer("question", text, reference, ended, SyncJson.object());
    }
}
