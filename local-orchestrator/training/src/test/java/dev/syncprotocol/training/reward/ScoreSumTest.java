package dev.syncprotocol.training.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.Reward;
import dev.syncprotocol.training.Reward.Answer;
import dev.syncprotocol.training.RewardProvider;
import dev.syncprotocol.training.RewardTerm;
import dev.syncprotocol.training.TrainConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreSumTest {
    private static final Answer ANSWER = new Answer("q", "a", "b", true, SyncJson.object());

    /** Says one number, whatever it is asked. */
    private record Constant(String name, double score) implements RewardProvider {
        @Override
        public Reward create(TrainConfig config) {
            return answer -> score;
        }
    }

    @Test
    void weighsAndAdds() {
        ScoreSum sum = of(new Constant("a", 0.5), 2, new Constant("b", 4), -0.25);
        assertThat(sum.sum(sum.each(ANSWER))).isCloseTo(0, within(1e-15));
        assertThat(sum.names()).containsExactly("a", "b");
        assertThat(sum.each(ANSWER)).containsExactly(0.5, 4.0);
    }

    @Test
    void leavesOutWhoHasNothingToSay() {
        ScoreSum one = of(new Constant("a", Double.NaN), 2, new Constant("b", 4), 0.5);
        assertThat(one.sum(one.each(ANSWER))).isEqualTo(2);
        ScoreSum none = of(new Constant("a", Double.NaN), 2, new Constant("b", Double.NaN), 0.5);
        assertThat(none.sum(none.each(ANSWER))).isNaN();
    }

    @Test
    void refusesAnInfiniteScoreAndNamesTheReward() {
        ScoreSum sum = of(new Constant("a", 1), 1, new Constant("endless", Double.POSITIVE_INFINITY), 1);
        assertThatThrownBy(() -> sum.each(ANSWER))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("endless");
    }

    private static ScoreSum of(Constant first, double firstWeight, Constant second, double secondWeight) {
        Installed installed = new Installed(List.of(), List.of(), List.of(), List.of(first, second));
        List<RewardTerm> terms =
                List.of(new RewardTerm(first.name(), firstWeight), new RewardTerm(second.name(), secondWeight));
        return ScoreSum.of(terms, Configs.small(Map.of()), installed);
    }
}
