package dev.syncprotocol.djl.training;

import static dev.syncprotocol.training.Golden.FLOAT_RUNS;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.matrix;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineContract;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.GoldenSft;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.StepStats;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TrainConfig;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DjlEngineTest extends EngineContract {
    @Override
    protected Engine engine(TrainConfig config) {
        Engine engine = new DjlEngine();
        engine.setup(Shapes.setup(config, Shapes.TINY));
        return engine;
    }

    @Override
    protected double tolerance() {
        return 1e-5;
    }

    /** Red without the clip, without weight decay, or with labels not shifted. */
    @Test
    void reproducesTheGoldenRun() {
        JsonNode golden = Golden.onlyCase("tiny_sft");
        JsonNode in = golden.path("inputs");
        JsonNode expected = golden.path("expected");
        try (Engine engine =
                new DjlEngine((setup, runtime) -> new Bigram(matrix(in.path("E")), matrix(in.path("W")), runtime))) {
            engine.setup(GoldenSft.setup());
            double[] losses = numbers(expected.path("loss_before_step"));
            for (int step = 1; step <= losses.length; step++) {
                StepStats stats = engine.trainStep(step, GoldenSft.inputs());
                assertClose(stats.loss(), losses[step - 1], FLOAT_RUNS);
                assertClose(stats.gradNorm(), numbers(expected.path("grad_norm"))[step - 1], FLOAT_RUNS);
            }
            double after = engine.evalStep(GoldenSft.inputs()).loss();
            assertClose(after, expected.path("loss_after").doubleValue(), FLOAT_RUNS);
            Map<String, Tensor> weights = engine.stateDict().weights();
            assertClose(doubles(weights.get("E")), flat(expected.path("E_after")), FLOAT_RUNS);
            assertClose(doubles(weights.get("W")), flat(expected.path("W_after")), FLOAT_RUNS);
        }
    }

    /** Trap 3 of djl.md: results hang on the parameters' manager. Red without the NDScope. */
    @Test
    void leavesNoArrayBehindAfterAStep() {
        try (DjlEngine engine = new DjlEngine()) {
            engine.setup(Shapes.setup(Configs.small(Map.of()), Shapes.TINY));
            engine.trainStep(1, inputs(1));
            engine.evalStep(inputs(1));
            int arrays = engine.managedArrays();
            for (int step = 2; step <= 20; step++) {
                engine.trainStep(step, inputs(step));
                engine.evalStep(inputs(step));
                engine.stateDict();
            }
            assertThat(engine.managedArrays()).isEqualTo(arrays).isPositive();
        }
    }

    @Test
    void namesItsParametersAsTheFilesDo() {
        try (Engine engine = engine(Configs.small(Map.of()))) {
            assertThat(engine.stateDict().weights().keySet())
                    .contains(
                            "model.embed_tokens.weight",
                            "model.layers.1.self_attn.q_norm.weight",
                            "model.layers.0.mlp.down_proj.weight",
                            "model.norm.weight")
                    .doesNotContain("lm_head.weight")
                    .hasSize(24);
            assertThat(engine.facts().device()).isEqualTo("cpu");
        }
    }

    @Test
    void isFoundByItsKeys() {
        Installed installed = Installed.find();
        assertThat(installed.engine("pure_pt_sft")).isPresent();
        assertThat(installed.engine("pure_pt")).isPresent();
        assertThat(installed.engine("trl_ppo")).isPresent();
        assertThat(installed.engine("trl_llama")).isEmpty();
    }

    private static double[] doubles(Tensor tensor) {
        float[] values = tensor.floats();
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    private static double[] flat(JsonNode rows) {
        return Arrays.stream(matrix(rows)).flatMapToDouble(Arrays::stream).toArray();
    }
}
