package dev.syncprotocol.training;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.TrainConfig.ScheduleKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearningRateTest {
    static List<JsonNode> cases() {
        return Golden.cases("schedulers");
    }

    /** Red when the index starts at 1, or when cosine is clamped past the end. */
    @ParameterizedTest
    @MethodSource("cases")
    void followsEveryScheduleOfTransformers(JsonNode golden) {
        JsonNode in = golden.path("inputs");
        assertThat(golden.path("expected")).hasSize(6);
        golden.path("expected").properties().forEach(expected -> {
            LearningRate rate = new LearningRate(
                    in.path("lr").doubleValue(),
                    new TrainConfig.Schedule(
                            ScheduleKind.valueOf(expected.getKey().toUpperCase(Locale.ROOT)),
                            in.path("num_warmup_steps").intValue(),
                            in.path("min_lr_rate").doubleValue(),
                            in.path("polynomial_lr_end").doubleValue(),
                            in.path("polynomial_power").doubleValue()),
                    in.path("num_training_steps").longValue());
            double[] rates = numbers(expected.getValue());
            for (int i = 0; i < rates.length; i++) {
                double found = rate.at(in.path("steps").get(i).longValue());
                assertClose(
                        found / in.path("lr").doubleValue(),
                        rates[i] / in.path("lr").doubleValue(),
                        DOUBLES);
            }
        });
    }

    @Test
    void staysConstantWhereTheScheduleIsSwitchedOff() {
        TrainConfig config = Configs.small(Map.of(
                "strategy:",
                "callbacks: [logging, -lr_schedule]\nstrategy:",
                "lr: 0.05",
                "lr: 0.05\n  warmup_steps: 3"));
        assertThat(LearningRate.of(config).at(0)).isEqualTo(0.05);
        assertThat(LearningRate.of(config).at(5)).isEqualTo(0.05);
    }
}
