package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.Golden;
import dev.syncprotocol.training.GoldenPpo;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Strategy;
import dev.syncprotocol.training.StrategySetup;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfig.PaddingSide;
import dev.syncprotocol.training.data.ByteTokenizer;
import dev.syncprotocol.training.data.Collator;
import dev.syncprotocol.training.data.Row;
import dev.syncprotocol.training.data.RowEncoder;
import dev.syncprotocol.training.ppo.PpoStrategy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DjlPolicyTest {
    private static final DecoderShape BYTES = new DecoderShape(8, 1, 2, 1, 4, 8, 260, 1e-6, 10_000, true, 0.3);

    /** Red without the value's gradient into E, with torchtune's whitening, or without the clip. */
    @Test
    void reproducesEachEpochOfTheGoldenRun() {
        try (DjlEngine engine = golden()) {
            GoldenPpo.assertEachEpochIsReproducedBy(engine, Golden.FLOAT_RUNS);
        }
    }

    @Test
    void reproducesTheGoldenRunAsOneStep() {
        try (DjlEngine engine = golden()) {
            GoldenPpo.assertTheStepIsReproducedBy(engine, Golden.FLOAT_RUNS);
        }
    }

    /** Trap 3 of djl.md over whole steps: rollout, scores, epochs, evaluation. Red when the cache or a score stays behind. */
    @Test
    void leavesNoArrayBehindAfterAStep() {
        TrainConfig config = Configs.small(
                Map.of("name: sft", "name: ppo\n  reward: format\n  response_length: 6\n  num_mini_batches: 2"));
        try (DjlEngine engine = new DjlEngine()) {
            engine.setup(
                    new EngineSetup(config, new ModelFolder(Path.of("tiny"), BYTES, Optional.empty()), 1, true, true));
            Strategy strategy =
                    new PpoStrategy.Provider().create(new StrategySetup(config, new ByteTokenizer(), Installed.find()));
            strategy.attachEngine(engine);
            step(engine, strategy, 1);
            int arrays = engine.heldArrays().orElseThrow();
            for (int step = 2; step <= 8; step++) {
                step(engine, strategy, step);
            }
            assertThat(engine.heldArrays()).hasValue(arrays);
            assertThat(arrays).isPositive();
        }
    }

    private static void step(DjlEngine engine, Strategy strategy, long step) {
        RowEncoder encoder = new RowEncoder(new ByteTokenizer(), 32);
        Batch batch = new Collator(PaddingSide.RIGHT)
                .collate(IntStream.range(0, 4)
                        .mapToObj(i -> encoder.encode(new Row("ask " + i, "word", SyncJson.object(), "rows:" + i)))
                        .toList());
        engine.trainStep(step, strategy.onBatch(step, batch));
        engine.evalStep(strategy.onBatch(batch));
    }

    private static DjlEngine golden() {
        return new DjlEngine((setup, runtime) -> new Bigram(
                GoldenPpo.start("E"),
                GoldenPpo.start("W"),
                GoldenPpo.start("u")[0],
                new Bigram(GoldenPpo.start("E_ref"), GoldenPpo.start("W_ref"), runtime),
                runtime));
    }
}
