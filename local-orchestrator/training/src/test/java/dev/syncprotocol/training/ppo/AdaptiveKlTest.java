package dev.syncprotocol.training.ppo;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.PpoKeys.KlRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdaptiveKlTest {
    static List<JsonNode> cases() {
        return Golden.cases("adaptive_kl");
    }

    /** Red without the clip of the error, or with the factor 1.5 on CleanRL's rule. */
    @ParameterizedTest
    @MethodSource("cases")
    void followsTheKlAndStopsAsEachRuleSays(JsonNode golden) {
        JsonNode in = golden.path("inputs");
        JsonNode expected = golden.path("expected");
        AdaptiveKl controller = new AdaptiveKl(
                in.path("init_kl_coef").doubleValue(),
                in.path("target").doubleValue(),
                in.path("horizon").doubleValue());
        double target = in.path("early_stop_target_kl").doubleValue();
        double[] observed = numbers(in.path("observed_kl"));
        double[] coefficients = numbers(expected.path("kl_coef_after_each_update"));
        for (int i = 0; i < observed.length; i++) {
            controller = controller.after(observed[i], in.path("n_steps").intValue());
            assertClose(controller.coefficient(), coefficients[i], DOUBLES);
            assertThat(new KlStop(KlRule.TRL_LEGACY, target).after(0, observed[i]))
                    .isEqualTo(expected.path("early_stop_legacy_trl").get(i).booleanValue());
            assertThat(new KlStop(KlRule.CLEANRL, target).after(observed[i], 0))
                    .isEqualTo(expected.path("early_stop_cleanrl").get(i).booleanValue());
        }
    }

    @Test
    void offNeverStops() {
        assertThat(new KlStop(KlRule.OFF, 0.01).after(100, 100)).isFalse();
    }
}
