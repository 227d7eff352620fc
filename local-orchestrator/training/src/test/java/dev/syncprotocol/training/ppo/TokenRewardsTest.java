package dev.syncprotocol.training.ppo;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.matrix;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.PpoKeys.KlEstimator;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenRewardsTest {
    static List<JsonNode> cases() {
        return Golden.cases("ppo_rewards");
    }

    /** Red when the score stands at the last token although there is room after it, and without the penalty. */
    @ParameterizedTest
    @MethodSource("cases")
    void scoreAndKlMeetAsInTrl(JsonNode golden) {
        JsonNode in = golden.path("inputs");
        JsonNode expected = golden.path("expected");
        double[][] logp = matrix(in.path("logprobs"));
        double[][] reference = matrix(in.path("ref_logprobs"));
        TokenRewards rewards = rewards(in, logp[0].length);
        double kl = 0;
        double nonScore = 0;
        double score = 0;
        for (int row = 0; row < logp.length; row++) {
            int tokens = in.path("sequence_lengths").get(row).intValue() + 1;
            TokenRewards.Earned earned = rewards.of(
                    Arrays.copyOf(logp[row], tokens),
                    Arrays.copyOf(reference[row], tokens),
                    in.path("scores").get(row).doubleValue(),
                    in.path("contains_eos").get(row).booleanValue());
            assertThat(earned.tokens()).hasSize(Math.min(tokens + 1, logp[row].length));
            assertClose(padded(earned.tokens(), logp[row].length), matrix(expected.path("rewards"))[row], DOUBLES);
            assertClose(padded(earned.kl(), logp[row].length), matrix(expected.path("kl"))[row], DOUBLES);
            kl += earned.klSum() / logp.length;
            nonScore += earned.nonScore() / logp.length;
            score += earned.score() / logp.length;
        }
        assertClose(kl, expected.path("objective/kl").doubleValue(), DOUBLES);
        assertClose(nonScore, expected.path("objective/non_score_reward").doubleValue(), DOUBLES);
        assertClose(score, expected.path("objective/scores").doubleValue(), DOUBLES);
        assertClose(score + nonScore, expected.path("objective/rlhf_reward").doubleValue(), DOUBLES);
    }

    private static TokenRewards rewards(JsonNode in, int responseLength) {
        JsonNode penalty = in.path("missing_eos_penalty");
        return new TokenRewards(
                in.path("kl_coef").doubleValue(),
                KlEstimator.valueOf(in.path("kl_estimator").textValue().toUpperCase(Locale.ROOT)),
                penalty.isNumber() ? OptionalDouble.of(penalty.doubleValue()) : OptionalDouble.empty(),
                responseLength);
    }

    private static double[] padded(double[] values, int length) {
        return Arrays.copyOf(values, length);
    }
}
