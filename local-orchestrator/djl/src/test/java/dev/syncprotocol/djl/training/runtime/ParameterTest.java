package dev.syncprotocol.djl.training.runtime;

import static dev.syncprotocol.training.Golden.FLOATS;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterTest {
    static List<JsonNode> adamw() {
        return Golden.cases("adamw");
    }

    static List<JsonNode> clips() {
        return Golden.cases("grad_clip");
    }

    /** Red with eps handed to the kernel as it is (case visible_epsilon). */
    @ParameterizedTest
    @MethodSource("adamw")
    void followsTorchsAdamWStepByStep(JsonNode golden) {
        JsonNode in = golden.path("inputs");
        JsonNode expected = golden.path("expected").path("torch_adamw");
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            Parameter parameter = Parameter.of(vector(numbers(in.path("params"))), runtime);
            for (int t = 1; t <= in.path("grads").size(); t++) {
                try (StepScope scope = runtime.openScope()) {
                    giveGradient(parameter, numbers(in.path("grads").get(t - 1)), runtime, scope);
                    parameter.step(step(in, t, 1));
                }
                JsonNode wanted = expected.get(t - 1);
                assertClose(doubles(parameter.tensor()), numbers(wanted.path("params")), FLOATS);
                assertClose(doubles(parameter.expAvg()), numbers(wanted.path("exp_avg")), FLOATS);
                assertClose(doubles(parameter.expAvgSq()), numbers(wanted.path("exp_avg_sq")), FLOATS);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("clips")
    void measuresTheGlobalNorm(JsonNode golden) {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32);
                StepScope scope = runtime.openScope()) {
            double squares = 0;
            for (JsonNode gradient : golden.path("inputs").path("grads")) {
                Parameter parameter = Parameter.of(vector(new double[gradient.size()]), runtime);
                giveGradient(parameter, numbers(gradient), runtime, scope);
                squares += parameter.squaredGradientNorm();
            }
            assertClose(
                    Math.sqrt(squares),
                    golden.path("expected").path("total_norm").doubleValue(),
                    FLOATS);
        }
    }

    /** Gradients add up until they are cleared, and clearing works on NaN too (djl.md section 3, trap 4). */
    @Test
    void clearsGradientsAlsoWhereTheyAreNoNumbers() {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32);
                StepScope scope = runtime.openScope()) {
            Parameter parameter = Parameter.of(vector(new double[] {1, 2}), runtime);
            giveGradient(parameter, new double[] {1, 1}, runtime, scope);
            giveGradient(parameter, new double[] {1, 1}, runtime, scope);
            assertThat(parameter.gradient().floats()).containsExactly(2, 2);
            giveGradient(parameter, new double[] {Double.NaN, 1}, runtime, scope);
            assertThat(parameter.squaredGradientNorm()).isNaN();
            parameter.clearGradient();
            assertThat(parameter.gradient().floats()).containsExactly(0, 0);
        }
    }

    /** Trap 2 of djl.md: every thread but the first starts with recording on. */
    @Test
    void updatesOnAThreadThatRecords() throws InterruptedException {
        try (TorchRuntime runtime = TorchRuntime.start(1, Tensor.Type.F32)) {
            Parameter parameter = Parameter.of(vector(new double[] {1, 2}), runtime);
            Throwable[] failure = new Throwable[1];
            Thread worker = new Thread(() -> {
                try (StepScope scope = runtime.openScope()) {
                    giveGradient(parameter, new double[] {1, 1}, runtime, scope);
                    parameter.step(new AdamWStep(0.1, 0.9, 0.999, 1e-8, 0, 1, 1));
                }
            });
            worker.setUncaughtExceptionHandler((thread, e) -> failure[0] = e);
            worker.start();
            worker.join();
            assertThat(failure[0]).isNull();
            assertThat(parameter.tensor().floats()[0]).isLessThan(1);
        }
    }

    /** The gradient of sum(value * c) is c. */
    private static void giveGradient(Parameter parameter, double[] gradient, TorchRuntime runtime, StepScope scope) {
        NDArray factor = scope.of(vector(gradient), runtime);
        GradMode.backward(GradMode.recording(() -> parameter.value().mul(factor).sum()));
    }

    private static AdamWStep step(JsonNode in, int t, double scale) {
        JsonNode lr = in.path("lr");
        return new AdamWStep(
                lr.isArray() ? lr.get(t - 1).doubleValue() : lr.doubleValue(),
                in.path("beta1").doubleValue(),
                in.path("beta2").doubleValue(),
                in.path("eps").doubleValue(),
                in.path("weight_decay").doubleValue(),
                scale,
                t);
    }

    private static Tensor vector(double[] values) {
        return Tensor.ofDoubles(new long[] {values.length}, values);
    }

    private static double[] doubles(Tensor tensor) {
        float[] values = tensor.floats();
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }
}
