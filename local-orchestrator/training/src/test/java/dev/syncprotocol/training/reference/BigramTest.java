package dev.syncprotocol.training.reference;

import static dev.syncprotocol.training.Golden.DOUBLES;
import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.matrix;
import static dev.syncprotocol.training.Golden.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineContract;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.GoldenSft;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.StepStats;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TrainConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BigramTest extends EngineContract {
    private static final DecoderShape SHAPE = new DecoderShape(4, 1, 1, 1, 4, 4, VOCABULARY, 1e-6, 10_000, true, 0.02);

    @Override
    protected Engine engine(TrainConfig config) {
        Engine engine = Bigram.drawn();
        engine.setup(new EngineSetup(config, new ModelFolder(Path.of("tiny"), SHAPE, Optional.empty()), 1));
        return engine;
    }

    @Override
    protected double tolerance() {
        return 1e-12;
    }

    /** Red when weight decay comes after the step, when the clip epsilon is left out, or with DJL's place for eps. */
    @Test
    void reproducesTheGoldenRun() {
        JsonNode golden = Golden.onlyCase("tiny_sft");
        JsonNode expected = golden.path("expected");
        Engine engine = Bigram.of(Map.of(
                "E", matrix(golden.path("inputs").path("E")),
                "W", matrix(golden.path("inputs").path("W"))));
        engine.setup(GoldenSft.setup());
        double[] losses = numbers(expected.path("loss_before_step"));
        for (int step = 1; step <= losses.length; step++) {
            StepStats stats = engine.trainStep(step, GoldenSft.inputs());
            assertClose(stats.loss(), losses[step - 1], DOUBLES);
            assertClose(stats.gradNorm(), numbers(expected.path("grad_norm"))[step - 1], DOUBLES);
        }
        assertClose(
                engine.evalStep(GoldenSft.inputs()).loss(),
                expected.path("loss_after").doubleValue(),
                DOUBLES);
        Map<String, Tensor> weights = engine.stateDict().weights();
        assertClose(weights.get("E").doubles(), flat(matrix(expected.path("E_after"))), DOUBLES);
        assertClose(weights.get("W").doubles(), flat(matrix(expected.path("W_after"))), DOUBLES);
    }

    private static double[] flat(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    }
}
