package dev.syncprotocol.training;

import static dev.syncprotocol.training.Golden.assertClose;
import static dev.syncprotocol.training.Golden.matrix;
import static dev.syncprotocol.training.Golden.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.TrainConfig.DpoForm;
import dev.syncprotocol.training.TrainConfig.PaddingSide;
import dev.syncprotocol.training.data.Collator;
import dev.syncprotocol.training.data.EncodedRow;
import dev.syncprotocol.training.dpo.DpoLoss;
import dev.syncprotocol.training.dpo.DpoObjective;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The golden run {@code tiny_dpo} as an engine meets it. */
public final class GoldenDpo {
    private static final JsonNode GOLDEN = Golden.onlyCase("tiny_dpo");

    private GoldenDpo() {}

    /** The embedding the run starts from. */
    public static double[][] embedding() {
        return matrix(GOLDEN.path("inputs").path("E"));
    }

    /** The output matrix the run starts from. */
    public static double[][] output() {
        return matrix(GOLDEN.path("inputs").path("W"));
    }

    /** Runs the three steps and compares every number. */
    public static void assertReproducedBy(Engine engine, double tolerance) {
        TrainConfig config = Configs.small(
                Map.of("lr: 0.05", "lr: 0.05\n  lr_scheduler: constant\n  optimizer: {weight_decay: 0.01}"));
        DecoderShape shape = new DecoderShape(3, 1, 1, 1, 2, 1, 5, 1e-6, 10_000, true, 0.02);
        engine.setup(new EngineSetup(config, new ModelFolder(Path.of("golden"), shape, Optional.empty()), 1, true));
        JsonNode expected = GOLDEN.path("expected");
        double[] losses = numbers(expected.path("loss_before_step"));
        double[] margins = numbers(expected.path("rewards/margins_before_step"));
        double[] norms = numbers(expected.path("grad_norm"));
        for (int step = 1; step <= norms.length; step++) {
            StepStats stats = engine.trainStep(step, inputs());
            assertClose(stats.loss(), losses[step - 1], tolerance);
            assertClose(stats.more().get("rewards/margins"), margins[step - 1], tolerance);
            assertClose(stats.gradNorm(), norms[step - 1], tolerance);
        }
        EvalStats last = engine.evalStep(inputs());
        assertClose(last.loss(), losses[norms.length], tolerance);
        assertClose(last.more().get("rewards/margins"), margins[norms.length], tolerance);
        assertThat(last.count()).isEqualTo(2);
        Map<String, Tensor> weights = engine.stateDict().weights();
        for (String name : List.of("E", "W")) {
            double[] wanted = Arrays.stream(matrix(expected.path(name + "_after")))
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            assertClose(weights.get(name).doubles(), wanted, tolerance);
        }
    }

    private static TrainingInputs inputs() {
        JsonNode in = GOLDEN.path("inputs");
        List<EncodedRow> rows = new ArrayList<>();
        for (int pair = 0; pair < in.path("chosen").size(); pair++) {
            int prompt = in.path("prompt_lengths").get(pair).intValue();
            rows.add(new EncodedRow(ints(in.path("chosen").get(pair)), prompt, "g:1", false, RowRole.CHOSEN));
            rows.add(new EncodedRow(ints(in.path("rejected").get(pair)), prompt, "g:1", false, RowRole.REJECTED));
        }
        DpoLoss loss = new DpoLoss(DpoForm.SIGMOID, in.path("beta").doubleValue(), 0);
        Batch batch = EngineContract.small(new Collator(PaddingSide.RIGHT).collate(rows), 4);
        return new TrainingInputs(batch, new DpoObjective(loss, false));
    }

    private static int[] ints(JsonNode list) {
        return Arrays.stream(numbers(list)).mapToInt(value -> (int) value).toArray();
    }
}
