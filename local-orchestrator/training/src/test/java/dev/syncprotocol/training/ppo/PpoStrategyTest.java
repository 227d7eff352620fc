package dev.syncprotocol.training.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineFacts;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.EngineState;
import dev.syncprotocol.training.EvalStats;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Reward;
import dev.syncprotocol.training.RewardProvider;
import dev.syncprotocol.training.StepStats;
import dev.syncprotocol.training.Strategy;
import dev.syncprotocol.training.StrategySetup;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfig.PaddingSide;
import dev.syncprotocol.training.TrainingInputs;
import dev.syncprotocol.training.data.ByteTokenizer;
import dev.syncprotocol.training.data.Collator;
import dev.syncprotocol.training.data.Row;
import dev.syncprotocol.training.data.RowEncoder;
import dev.syncprotocol.training.reference.Bigram;
import dev.syncprotocol.training.reference.ReferenceEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PpoStrategyTest {
    private static final DecoderShape SHAPE =
            new DecoderShape(4, 1, 1, 1, 4, 4, ByteTokenizer.SIZE, 1e-6, 10_000, true, 0.02);

    /** Rewards answers by their share of lower-case letters; has nothing to say about empty ones. */
    private record Letters(String name) implements RewardProvider {
        @Override
        public Reward create(TrainConfig config) {
            return answer -> answer.text().isEmpty()
                    ? Double.NaN
                    : (double) answer.text()
                                    .chars()
                                    .filter(c -> c >= 'a' && c <= 'z')
                                    .count()
                            / answer.text().length();
        }
    }

    @Test
    void learnsFromARewardOnTheReferenceEngineToo() {
        TrainConfig config = config("ent_coef: 0", "lr: 0.05\n  lr_scheduler: constant\n  target_kl: 10");
        try (ReferenceEngine engine = engine(config)) {
            Strategy strategy = strategy(config, engine);
            double first = 0;
            double last = 0;
            for (int step = 1; step <= 40; step++) {
                StepStats stats = engine.trainStep(step, strategy.onBatch(step, batch(16)));
                first += step <= 5 ? stats.more().get("objective/scores") / 5 : 0;
                last += step > 35 ? stats.more().get("objective/scores") / 5 : 0;
            }
            assertThat(last).isGreaterThan(first + 0.3);
        }
    }

    @Test
    void aStepsRolloutFollowsFromTheStepAlone() {
        TrainConfig config = config("ent_coef: 0", "lr: 0.05");
        try (ReferenceEngine engine = engine(config)) {
            Strategy strategy = strategy(config, engine);
            TrainingInputs third = strategy.onBatch(3, batch(4));
            TrainingInputs fourth = strategy.onBatch(4, batch(4));
            assertThat(strategy(config, engine).onBatch(3, batch(4)).batch()).isEqualTo(third.batch());
            assertThat(fourth.batch().inputIds()).isNotEqualTo(third.batch().inputIds());
            assertThat(strategy.onBatch(batch(4)).batch())
                    .as("outside of a step nothing is drawn at random")
                    .isEqualTo(strategy.onBatch(batch(4)).batch());
        }
    }

    /** Red when an evaluation moves the coefficient, or when a resumed run starts from the config's. */
    @Test
    void theAdaptiveCoefficientIsStateAndEvaluationLeavesItAlone() {
        TrainConfig config = config("adaptive_kl: true\n  kl_target: 0.5\n  kl_horizon: 20", "lr: 0.5");
        try (ReferenceEngine engine = engine(config)) {
            Strategy strategy = strategy(config, engine);
            assertThat(strategy.stateDict()).containsExactly(Map.entry("kl_coef", 0.2));
            engine.trainStep(1, strategy.onBatch(1, batch(4)));
            TrainingInputs second = strategy.onBatch(2, batch(4));
            Map<String, Double> after = strategy.stateDict();
            assertThat(after.get("kl_coef")).isNotEqualTo(0.2);
            strategy.onBatch(batch(4));
            assertThat(strategy.stateDict()).isEqualTo(after);
            Strategy resumed = strategy(config, engine);
            resumed.loadStateDict(after);
            assertThat(coefficient(resumed.onBatch(3, batch(4)))).isEqualTo(after.get("kl_coef"));
            assertThat(coefficient(second)).isNotEqualTo(after.get("kl_coef"));
        }
        assertThat(strategy(config("ent_coef: 0", "lr: 0.5"), null).stateDict()).isEmpty();
    }

    @Test
    void anAnswerNobodyScoresStopsTheRunAndIsNamed() {
        TrainConfig config = config("response_length: 1\n  top_k: 1", "lr: 0.05");
        Installed mute = installed(new Mute());
        try (ReferenceEngine engine = engine(config)) {
            Strategy strategy = new PpoStrategy.Provider().create(new StrategySetup(config, new ByteTokenizer(), mute));
            strategy.attachEngine(engine);
            assertThatThrownBy(() -> strategy.onBatch(1, batch(2)))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("no reward scores the answer to rows:1");
        }
    }

    @Test
    void refusesAnEngineThatCannotDraw() {
        TrainConfig config = config("ent_coef: 0", "lr: 0.05");
        try (Engine engine = new Silent()) {
            assertThatThrownBy(() -> strategy(config, null).attachEngine(engine))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot draw completions");
        }
    }

    /** An engine that knows its name and nothing else. */
    private static final class Silent implements Engine {
        @Override
        public void setup(EngineSetup setup) {}

        @Override
        public StepStats trainStep(long step, TrainingInputs inputs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EvalStats evalStep(TrainingInputs inputs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineState stateDict() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void loadStateDict(EngineState state) {}

        @Override
        public EngineFacts facts() {
            return new EngineFacts("silent", "cpu", false, 0);
        }

        @Override
        public void close() {}
    }

    private record Mute() implements RewardProvider {
        @Override
        public String name() {
            return "letters";
        }

        @Override
        public Reward create(TrainConfig config) {
            return answer -> Double.NaN;
        }
    }

    private static double coefficient(TrainingInputs inputs) {
        return ((PpoObjective) inputs.objective()).rolloutFigures().get("kl_coef");
    }

    private static TrainConfig config(String keys, String engine) {
        return Configs.small(Map.of(
                "name: sft",
                "name: ppo\n  reward: letters\n  " + (keys.contains("response_length") ? "" : "response_length: 5\n  ")
                        + keys,
                "lr: 0.05",
                engine));
    }

    private static Installed installed(RewardProvider reward) {
        return new Installed(List.of(), List.of(), List.of(), List.of(reward));
    }

    private static Strategy strategy(TrainConfig config, @Nullable ReferenceEngine engine) {
        Strategy strategy = new PpoStrategy.Provider()
                .create(new StrategySetup(config, new ByteTokenizer(), installed(new Letters("letters"))));
        if (engine != null) {
            strategy.attachEngine(engine);
        }
        return strategy;
    }

    private static ReferenceEngine engine(TrainConfig config) {
        ReferenceEngine engine = Bigram.drawn();
        engine.setup(new EngineSetup(config, new ModelFolder(Path.of("tiny"), SHAPE, Optional.empty()), 1, true, true));
        return engine;
    }

    private static Batch batch(int rows) {
        RowEncoder encoder = new RowEncoder(new ByteTokenizer(), 32);
        return new Collator(PaddingSide.RIGHT)
                .collate(IntStream.range(1, rows + 1)
                        .mapToObj(i -> encoder.encode(new Row("ask " + i, "word", SyncJson.object(), "rows:" + i)))
                        .toList());
    }
}
