package dev.syncprotocol.training.grpo;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.GrpoKeys.Baseline;
import dev.syncprotocol.training.GrpoKeys.RewardScale;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupAdvantageTest {
    static List<JsonNode> cases() {
        return Golden.cases("grpo_adv");
    }

    /** Red with verl's epsilon, with divisor n in the deviation, or when an unscored answer counts as 0. */
    @ParameterizedTest
    @MethodSource("cases")
    void advantagesAreTrls(JsonNode golden) {
        JsonNode expected = golden.path("expected");
        assertClose(of(golden, Baseline.GROUP, RewardScale.GROUP).advantages(), at(expected, "trl_group"), DOUBLES);
        assertClose(of(golden, Baseline.GROUP, RewardScale.BATCH).advantages(), at(expected, "trl_batch"), DOUBLES);
        assertClose(of(golden, Baseline.GROUP, RewardScale.NONE).advantages(), at(expected, "trl_none"), DOUBLES);
        assertClose(of(golden, Baseline.RLOO, RewardScale.GROUP).advantages(), at(expected, "rloo"), DOUBLES);
        GroupAdvantage.Outcome outcome = of(golden, Baseline.GROUP, RewardScale.GROUP);
        assertClose(outcome.reward(), expected.path("reward").doubleValue(), DOUBLES);
        assertClose(outcome.spread(), expected.path("reward_std").doubleValue(), DOUBLES);
        assertClose(outcome.flat(), expected.path("frac_reward_zero_std").doubleValue(), DOUBLES);
    }

    @Test
    void anAnswerAloneInItsGroupHasNoAdvantage() {
        double[] rewards = {Double.NaN, 0.4, Double.NaN};
        for (Baseline baseline : Baseline.values()) {
            assertThat(new GroupAdvantage(3, baseline, RewardScale.GROUP)
                            .of(rewards)
                            .advantages())
                    .containsExactly(0, 0, 0);
        }
    }

    private static GroupAdvantage.Outcome of(JsonNode golden, Baseline baseline, RewardScale scale) {
        JsonNode in = golden.path("inputs");
        double[] rewards = StreamSupport.stream(in.path("rewards").spliterator(), false)
                .mapToDouble(reward -> reward.isNull() ? Double.NaN : reward.doubleValue())
                .toArray();
        return new GroupAdvantage(in.path("num_generations").intValue(), baseline, scale).of(rewards);
    }

    private static double[] at(JsonNode expected, String name) {
        return numbers(expected.path("advantages_" + name));
    }
}
