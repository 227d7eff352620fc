package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.syncprotocol.training.Configs;
import dev.syncprotocol.training.DecoderFamily;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineContract;
import dev.syncprotocol.training.EngineSetup;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Sequences;
import dev.syncprotocol.training.StepStats;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfig.DpoForm;
import dev.syncprotocol.training.TrainingInputs;
import dev.syncprotocol.training.dpo.DpoLoss;
import dev.syncprotocol.training.dpo.DpoObjective;
import dev.syncprotocol.training.kto.KtoObjective;
import dev.syncprotocol.training.orpo.OrpoObjective;
import dev.syncprotocol.training.reference.ReferenceEngine;
import dev.syncprotocol.training.sequence.SequenceObjective;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two implementations that share no arithmetic train alike: libtorch in 32 bits, plain Java in 64. */
class BothEnginesTest {
    private static final int STEPS = 6;
    private static final String RATE = "lr: 0.05";
    /** A small one: the sign of a slope near zero may differ between 32 and 64 bits, and AdamW takes full steps by it. */
    private static final String GENTLE = "lr: 0.001";

    private static final String ADAPTER = "lora: {r: 2, dropout: 0, target_modules: [q_proj, v_proj, down_proj]}";

    static List<SequenceObjective> objectives() {
        return List.of(
                new DpoObjective(new DpoLoss(DpoForm.SIGMOID, 0.5, 0.1), false),
                new OrpoObjective(0.3),
                new KtoObjective(0.5, 1, 1.33));
    }

    @ParameterizedTest
    @EnumSource(DecoderFamily.class)
    void learnAlikeFromAnswers(DecoderFamily family) {
        assertAlike(family, Configs.small(Map.of(RATE, GENTLE)), EngineContract::inputs);
    }

    @ParameterizedTest
    @EnumSource(DecoderFamily.class)
    void learnAlikeThroughAnAdapter(DecoderFamily family) {
        assertAlike(
                family, Configs.small(Map.of(RATE, GENTLE, "lora: {enable: false}", ADAPTER)), EngineContract::inputs);
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void learnAlikeFromPreferences(SequenceObjective objective) {
        assertAlike(
                DecoderFamily.QWEN3, Configs.small(Map.of(RATE, GENTLE)), step -> Sequences.inputs(step, objective));
    }

    private interface Steps {
        TrainingInputs at(int step);
    }

    private static void assertAlike(DecoderFamily family, TrainConfig config, Steps steps) {
        DecoderShape shape = new DecoderShape(family, 8, 2, 2, 1, 4, 6, 8, 1e-6, 10_000, Optional.empty(), true, 0.5);
        EngineSetup setup = new EngineSetup(config, new ModelFolder(Path.of("tiny"), shape, Optional.empty()), 1, true);
        try (Engine nativeEngine = new DjlEngine();
                Engine reference = new ReferenceEngine()) {
            nativeEngine.setup(setup);
            reference.setup(setup);
            for (int step = 1; step <= STEPS; step++) {
                StepStats one = nativeEngine.trainStep(step, steps.at(step));
                StepStats other = reference.trainStep(step, steps.at(step));
                assertNear("loss", one.loss(), other.loss());
                assertNear("grad_norm", one.gradNorm(), other.gradNorm());
                assertThat(one.more().keySet()).isEqualTo(other.more().keySet());
                one.more()
                        .forEach((name, value) ->
                                assertNear(name, value, other.more().get(name)));
            }
        }
    }

    private static void assertNear(String name, double one, double other) {
        assertThat(one).as(name).isCloseTo(other, within(2e-5 * (1 + Math.abs(other))));
    }
}
