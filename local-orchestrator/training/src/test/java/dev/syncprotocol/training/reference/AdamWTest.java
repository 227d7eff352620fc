package dev.syncprotocol.training.reference;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.TrainConfig;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdamWTest {
    static List<JsonNode> cases() {
        return Golden.cases("adamw");
    }

    /** Red with eps before the bias correction (case visible_epsilon). */
    @ParameterizedTest
    @MethodSource("cases")
    void followsTorchStepByStep(JsonNode golden) {
        JsonNode in = golden.path("inputs");
        double[] p = numbers(in.path("params"));
        AdamW optimizer = new AdamW(
                new TrainConfig.AdamW(
                        in.path("beta1").doubleValue(),
                        in.path("beta2").doubleValue(),
                        in.path("eps").doubleValue(),
                        in.path("weight_decay").doubleValue()),
                p.length);
        JsonNode expected = golden.path("expected").path("torch_adamw");
        for (int t = 1; t <= in.path("grads").size(); t++) {
            JsonNode lr = in.path("lr");
            double rate = lr.isArray() ? lr.get(t - 1).doubleValue() : lr.doubleValue();
            optimizer.step(p, numbers(in.path("grads").get(t - 1)), 1, rate, t);
            assertClose(p, numbers(expected.get(t - 1).path("params")), DOUBLES);
            assertClose(optimizer.expAvg(), numbers(expected.get(t - 1).path("exp_avg")), DOUBLES);
            assertClose(optimizer.expAvgSq(), numbers(expected.get(t - 1).path("exp_avg_sq")), DOUBLES);
        }
    }
}
